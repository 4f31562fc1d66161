"""Our own words for what allauth says: shorter, and with "u" in Dutch."""

from django.utils.translation import gettext_lazy as _

_WRONG_CODE = _("This code is not right. Take the newest one from your app, or a recovery code that you did not use yet.")

ERRORS = {
    "account_inactive": _("This e-mail address and password do not belong together. Check both and try again."),
    "email_password_mismatch": _("This e-mail address and password do not belong together. Check both and try again."),
    "enter_current_password": _("This is not your present password."),
    "incorrect_password": _("This is not your password."),
    "incorrect_code": _WRONG_CODE,
    "duplicate_email": _("This is your e-mail address already."),
    "email_taken": _("This e-mail address cannot be used."),
    "max_email_addresses": _("You asked for a change already. Confirm it by mail, or withdraw it first."),
    "too_many_login_attempts": _("Too many codes were wrong. Try again later."),
    "rate_limited": _("That was too often. Try again in a few minutes."),
    "unverified_email": _("Confirm your e-mail address first."),
    "cannot_generate_recovery_codes": _("Set up a second factor first."),
    "no_password": _("Set a password first: without it you cannot get in any more."),
    "disconnect_last": _("Set a password first: without it you cannot get in any more."),
}

# The names of the fields.
LABELS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "oldpassword": _("Present password"),
    "password1": _("New password"),
    "password2": _("The same once more"),
    "code": _("Code"),
    "name": _("Name"),
}

# What is said on the page after something was done; what is not here is not worth a sentence.
MESSAGES = {
    "account/messages/email_confirmation_failed.txt": _("This e-mail address cannot be used."),
    "account/messages/email_confirmation_sent.txt": _(
        "A mail is on its way to the new address. The change takes effect when you follow the link in it."
    ),
    "account/messages/email_confirmed.txt": _("Your new e-mail address is confirmed."),
    "account/messages/email_deleted.txt": _("The change is withdrawn."),
    "account/messages/password_changed.txt": _("Your password is changed. Wherever else you were signed in, you no longer are."),
    "account/messages/password_set.txt": _("Your password is set."),
    "mfa/messages/recovery_codes_generated.txt": _("You have new recovery codes. The old ones no longer work."),
    "mfa/messages/totp_activated.txt": _("The authenticator app is connected."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is no longer connected."),
    "mfa/messages/webauthn_added.txt": _("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
    "socialaccount/messages/account_connected.txt": _("Your organisation's sign-in is connected."),
    "socialaccount/messages/account_disconnected.txt": _("Your organisation's sign-in is no longer connected."),
    "usersessions/messages/sessions_logged_out.txt": _("You are signed out everywhere else."),
}

# Mails that only tell that something changed: subject and sentence.
NOTICES = {
    "email_changed": (_("Your e-mail address is changed"), _("The e-mail address of your account was changed.")),
    "email_confirm": (_("Your e-mail address is confirmed"), _("The e-mail address of your account was confirmed.")),
    "email_deleted": (_("A change of address was withdrawn"), _("A change of the e-mail address of your account was withdrawn.")),
    "password_changed": (_("Your password is changed"), _("The password of your account was changed.")),
    "password_reset": (
        _("Your password is changed"),
        _("A new password was chosen for your account, by a link in a mail to you."),
    ),
    "password_set": (_("Your password is set"), _("A password was set for your account.")),
    "recovery_codes_generated": (_("New recovery codes"), _("New recovery codes were made for your account.")),
    "totp_activated": (_("Authenticator app connected"), _("An authenticator app was connected to your account.")),
    "totp_deactivated": (_("Authenticator app disconnected"), _("The authenticator app was disconnected from your account.")),
    "webauthn_added": (_("Passkey added"), _("A passkey was added to your account.")),
    "webauthn_removed": (_("Passkey removed"), _("A passkey was removed from your account.")),
    "account_connected": (
        _("Sign-in of your organisation connected"),
        _("Your account can now be opened with the sign-in of your organisation."),
    ),
    "account_disconnected": (
        _("Sign-in of your organisation disconnected"),
        _("Your account can no longer be opened with the sign-in of your organisation."),
    ),
    "second_factor_removed": (
        _("Your second factor was taken away"),
        _("An administrator took the second factor from your account, so that you can set up a new one."),
    ),
}

WHY = {
    "account_notice": _("You get this mail because something changed in how you sign in to Driehoek."),
    "password_reset_key": _("You get this mail because a new password was asked for this e-mail address in Driehoek."),
    "email_confirmation": _("You get this mail because someone wants to use this e-mail address for an account of Driehoek."),
    "account_already_exists": _("You get this mail because someone wants to use this e-mail address for an account of Driehoek."),
}
