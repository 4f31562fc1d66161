BBBBBBB BBBBBBBBBBBBBBB BBBB
BBBBB BBBBB gettext(u'Page not found') BBBBBBBB
BBBBB BBBBBBB
XXXX XXXXXXXXXXXXXXX
  XXXX gettext(u'Page not found') XXXXX
  XXX gettext(u'This page does not exist, or it belongs to an agreement in which your party does not take part.') XXXX
  XXXXX XXXXXXXXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBXX gettext(u'Go to your agreements') XXXXXXXX
XXXXXX
BBBBBBBB
