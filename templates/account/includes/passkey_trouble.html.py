BBBB BBBB
XXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXX
  XXX gettext(u'No passkey was used. You stopped, or there is no passkey for this site on this device.') XXXX
XXXXXX
XXXXXXXXXXXX XXXXXXXXXXXXXXX gettext(u'Passkeys need JavaScript, which is switched off in your browser.') XXXXXXXXXXXXXXX
