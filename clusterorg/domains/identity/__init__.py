"""Identity: who may do what, in which cluster.

Words
    cluster     a tenant: one cluster organisation; its slug stands for good.
    person      signs in, once, for all clusters.
    seat        a person's dated role in a cluster's staff (owner, manager, finance, viewer) or as
                its assessor. A member's contact has no seat: their rights follow from the contact
                roles of their organisation (see organisations). The operator is a flag on a person.
    sign-in     a server-side session record that can be revoked; the cookie holds a random token,
                we keep its SHA-256. With a second factor due it opens only the page for the code.
    attempt     a fact: somebody tried, for which account, from where, with what success. Throttling
                counts attempts (`rules/throttling.py`), nothing else remembers failures.
    mail link   a single-use, expiring token: an invitation or a new password; made by the worker.
    API key     `co_<slug>_<secret>`: a program of one cluster, limited to its scopes.
    view        what a list was asked for (filters, columns), under a name: a person's own, or
                shared with all colleagues. One may be a person's default for its list. Identity
                keeps it because it is somebody's; which lists there are, `web` knows.
    proof       when the password was last typed (`confirm_password`, or at the sign-in); some verbs
                want one of the last ten minutes.

Doors
    actions: sign_in, verify_second_factor, use_recovery_code, confirm_password and
        request_password_reset return an Outcome: commit first (the attempt is a fact), then take
        its value or show its refusal. All other verbs raise their refusals.
        claim_public_mail counts what public forms have mailed to an address nobody has proved,
        claim_invitation what members' contacts have.
        sign_out, revoke_sign_in, revoke_other_sign_ins, note_activity; add_person, change_person,
        change_password, set_password_by_link; invite_person, accept_invitation; begin_enrolment,
        confirm_enrolment, renew_recovery_codes, disable_second_factor, reset_second_factor,
        reset_second_factor_of_staff, encrypt_anew; give_seat, invite_to_seat,
        invite_again, change_seat, end_seat; create_api_key, revoke_api_key; create_cluster,
        update_cluster, require_second_factor, set_logo, remove_logo; save_view, change_view,
        delete_view, choose_default_view (`by`: a ViewKeeper, who sees their own and shared views).
    queries: find_sign_in, sign_ins_of, open_link, roles_of, seats, clusters_of (the counted door
        across clusters), authenticate, api_keys, get_cluster, clusters, logo, saved_views,
        get_view …

News
    ClusterCreated (the domains to the right furnish the cluster), ClusterChanged, SeatGiven,
    SeatEnded.

Laws
    Nothing secret is kept that can be kept as a hash; the TOTP secret cannot and is encrypted
    (decision 011). Operators need a second factor before anything else (decision 051).
    Reading pages writes nothing: `last_seen_at` moves with requests that write (decision 010).
"""
