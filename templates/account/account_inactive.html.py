BBBBBBB BBBBBBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBB gettext(u'Not signed in') BBBBBBBB
BBBBB BBBBBBB
XXXX gettext(u'You are not signed in') XXXXX
XXX gettext(u'Ask the coordinator of your party for access.') XXXX
XXXXX XXXXXXXXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBXX gettext(u'Sign in') XXXXXXXX
BBBBBBBB
