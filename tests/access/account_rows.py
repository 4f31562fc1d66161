"""Signing in and out, the own account, and what everyone may read."""

from .row import EVERYONE, LED_ON, NOT_THIS_WAY, NOTHING_THERE, PUBLIC, PUBLIC_ONLY_READ, Row, at

ALL_LED_ON = "302 302 302 302 302 302 302 302"
ALL_TO_THE_LOGIN = "in in in in in in in in"
ONLY_WHO_IS_NOT_IN = "200 302 302 302 302 302 302 302"
FAILED = "in 401 401 401 401 401 401 401"
NOT_WELL = "503 503 503 503 503 503 503 503"  # no backup was made here
NEVER_THERE = "404 404 404 404 404 404 404 404"

# No address here names a person: everyone has the own account only. Where the password is asked for once more, one is led on.
# None of these people has a second factor, so what is about one is not there.
PAGES = {
    "account/": {"account": (EVERYONE, NOT_THIS_WAY)},
    "account/name/": {"account_name": (EVERYONE, EVERYONE)},
    "account/login/": {"account_login": (ONLY_WHO_IS_NOT_IN, ONLY_WHO_IS_NOT_IN)},
    "account/logout/": {"account_logout": (EVERYONE, ALL_TO_THE_LOGIN)},
    "account/inactive/": {"account_inactive": (PUBLIC, PUBLIC_ONLY_READ)},
    "account/signup/": {"account_signup": (ONLY_WHO_IS_NOT_IN, ONLY_WHO_IS_NOT_IN)},
    "account/reauthenticate/": {"account_reauthenticate": (EVERYONE, EVERYONE)},
    "account/email/": {"account_email": (EVERYONE, LED_ON)},
    "account/confirm-email/": {"account_email_verification_sent": (PUBLIC, PUBLIC_ONLY_READ)},
    "account/confirm-email/onbekend/": {"account_confirm_email": (PUBLIC, NEVER_THERE)},
    "account/password/change/": {"account_change_password": (EVERYONE, EVERYONE)},
    "account/password/set/": {"account_set_password": (LED_ON, LED_ON)},
    "account/password/reset/": {"account_reset_password": (PUBLIC, PUBLIC)},
    "account/password/reset/done/": {"account_reset_password_done": (PUBLIC, PUBLIC_ONLY_READ)},
    "account/password/reset/key/1-onbekend/": {"account_reset_password_from_key": (PUBLIC, PUBLIC)},
    "account/password/reset/key/done/": {"account_reset_password_from_key_done": (PUBLIC, PUBLIC_ONLY_READ)},
    "account/login/code/confirm/": {"account_confirm_login_code": (LED_ON, LED_ON)},
    "account/second-factor/": {"mfa_index": (EVERYONE, NOT_THIS_WAY)},
    "account/second-factor/authenticate/": {"mfa_authenticate": (LED_ON, LED_ON)},
    "account/second-factor/reauthenticate/": {"mfa_reauthenticate": (LED_ON, LED_ON)},
    "account/second-factor/totp/activate/": {"mfa_activate_totp": (LED_ON, LED_ON)},
    "account/second-factor/totp/deactivate/": {"mfa_deactivate_totp": (NOTHING_THERE, NOTHING_THERE)},
    "account/second-factor/recovery-codes/": {"mfa_view_recovery_codes": (NOTHING_THERE, NOT_THIS_WAY)},
    "account/second-factor/recovery-codes/generate/": {"mfa_generate_recovery_codes": (LED_ON, LED_ON)},
    "account/second-factor/recovery-codes/download/": {"mfa_download_recovery_codes": (NOTHING_THERE, NOTHING_THERE)},
    "account/second-factor/webauthn/": {"mfa_list_webauthn": (EVERYONE, NOT_THIS_WAY)},
    "account/second-factor/webauthn/add/": {"mfa_add_webauthn": (LED_ON, LED_ON)},
    "account/second-factor/webauthn/reauthenticate/": {"mfa_reauthenticate_webauthn": (LED_ON, LED_ON)},
    "account/second-factor/webauthn/keys/1/remove/": {"mfa_remove_webauthn": (LED_ON, LED_ON)},
    "account/second-factor/webauthn/keys/1/edit/": {"mfa_edit_webauthn": (LED_ON, LED_ON)},
    "account/second-factor/webauthn/login/": {"mfa_login_webauthn": (LED_ON, LED_ON)},
    "account/sessions/": {"usersessions_list": (EVERYONE, LED_ON)},
    "account/organisation/": {"socialaccount_connections": (EVERYONE, EVERYONE)},
    "account/organisation/signup/": {"socialaccount_signup": (ALL_TO_THE_LOGIN, ALL_TO_THE_LOGIN)},
    "account/organisation/login/cancelled/": {"socialaccount_login_cancelled": (PUBLIC, PUBLIC_ONLY_READ)},
    "account/organisation/login/error/": {"socialaccount_login_error": (FAILED, NOT_THIS_WAY)},
    "account/oidc/sso/login/": {"openid_connect_login": (NEVER_THERE, NEVER_THERE)},
    "account/oidc/sso/login/callback/": {"openid_connect_callback": (NEVER_THERE, NEVER_THERE)},
    ".well-known/security.txt": {"security_txt": (PUBLIC, PUBLIC_ONLY_READ)},
    "gezond/": {"alive": (PUBLIC, PUBLIC_ONLY_READ)},
    "gezond/klaar/": {"can_work": (PUBLIC, PUBLIC_ONLY_READ)},
    "gezond/alles/": {"all_well": (NOT_WELL, PUBLIC_ONLY_READ)},
    "gezond/metrics/": {"metrics": (NEVER_THERE, PUBLIC_ONLY_READ)},
    "taal/": {"set_language": (ALL_LED_ON, ALL_LED_ON)},
}

ACCOUNT = {name: Row(at(f"/{address}"), *answers) for address, rows in PAGES.items() for name, answers in rows.items()}
