BBBBBBB BBBBBBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBB gettext(u'Confirm e-mail address') BBBBBBBB
BBBBB BBBBBBB
XXXX gettext(u'Confirm e-mail address') XXXXX
XXX gettext(u'A mail is on its way. Follow the link in it to confirm your e-mail address; then sign in.') XXXX
BBBBBBBB
