"""The outside world: payment rail, mail, files. Each adapter has an honest fake beside it.

- `stripe`: the only place that imports Stripe's SDK; implements billing's payment-rail port.
- `fake_stripe`: speaks Stripe's HTTP API to the real SDK, for tests and the demo.
- `mail`: renders and sends mail over SMTP; `mail.fake_mailbox` receives it in the demo.
- `files`: checks and re-encodes uploaded pictures.
"""
