BBBBBBB BBBBBBBBBBBBBBB BBBB
BBBBB BBBBB gettext(u'Too often') BBBBBBBB
BBBBB BBBBBBB
XXXX XXXXXXXXXXXXXXX
  XXXX gettext(u'Too often') XXXXX
  XXX gettext(u'That was asked too often in a short time. Wait a few minutes and try again.') XXXX
XXXXXX
BBBBBBBB
