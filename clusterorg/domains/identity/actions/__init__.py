"""The verbs of identity, its only writers."""

from clusterorg.domains.identity.actions.api_keys import (
    create_api_key,
    note_key_used,
    revoke_api_key,
)
from clusterorg.domains.identity.actions.attempts import (
    claim_invitation,
    claim_public_mail,
    confirm_password,
)
from clusterorg.domains.identity.actions.clusters import (
    EDITABLE,
    LARGEST_LOGO,
    create_cluster,
    remove_logo,
    require_second_factor,
    set_logo,
    update_cluster,
)
from clusterorg.domains.identity.actions.housekeeping import forget_old
from clusterorg.domains.identity.actions.links import (
    accept_invitation,
    invite_person,
    mail_invitation,
    request_password_reset,
    send_reset_link,
    set_password_by_link,
)
from clusterorg.domains.identity.actions.lost_factor import (
    reset_second_factor,
    reset_second_factor_of_staff,
)
from clusterorg.domains.identity.actions.persons import (
    add_person,
    change_password,
    change_person,
)
from clusterorg.domains.identity.actions.seats import (
    change_seat,
    end_seat,
    give_seat,
    invite_again,
    invite_to_seat,
)
from clusterorg.domains.identity.actions.second_factor import (
    begin_enrolment,
    confirm_enrolment,
    disable_second_factor,
    encrypt_anew,
    renew_recovery_codes,
    use_recovery_code,
    verify_second_factor,
)
from clusterorg.domains.identity.actions.sign_ins import (
    note_activity,
    open_sign_in,
    revoke_other_sign_ins,
    revoke_sign_in,
    sign_in,
    sign_out,
)
from clusterorg.domains.identity.actions.views import (
    change_view,
    choose_default_view,
    delete_view,
    save_view,
)

__all__ = [
    "EDITABLE",
    "LARGEST_LOGO",
    "accept_invitation",
    "add_person",
    "begin_enrolment",
    "change_password",
    "change_person",
    "change_seat",
    "change_view",
    "choose_default_view",
    "claim_invitation",
    "claim_public_mail",
    "confirm_enrolment",
    "confirm_password",
    "create_api_key",
    "create_cluster",
    "delete_view",
    "disable_second_factor",
    "encrypt_anew",
    "end_seat",
    "forget_old",
    "give_seat",
    "invite_again",
    "invite_person",
    "invite_to_seat",
    "mail_invitation",
    "note_activity",
    "note_key_used",
    "open_sign_in",
    "remove_logo",
    "renew_recovery_codes",
    "request_password_reset",
    "require_second_factor",
    "reset_second_factor",
    "reset_second_factor_of_staff",
    "revoke_api_key",
    "revoke_other_sign_ins",
    "revoke_sign_in",
    "save_view",
    "send_reset_link",
    "set_logo",
    "set_password_by_link",
    "sign_in",
    "sign_out",
    "update_cluster",
    "use_recovery_code",
    "verify_second_factor",
]
