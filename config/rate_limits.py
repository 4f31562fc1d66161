"""How often one may ask what is asked without signing in; in the words of django-allauth: number, time, and of whom it counts."""

ACCOUNT_RATE_LIMITS = {
    # Wrong passwords are counted by parties/accounts/lockout.py; this one counts wrong codes, after the password.
    "login_failed": "5/5m/key,20/d/key",
    "login": "120/m/ip",
    "reset_password": "20/m/ip,300/d/ip,5/h/key,20/d/key",
}
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}  # there is nothing to guess; an office signs in from one address
# A calendar asks a few times an hour; that of a provider on the internet asks for many people from one address.
FEED_RATE_LIMITS = {"calendar_feed": "600/m/ip,60/h/key"}
