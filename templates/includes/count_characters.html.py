BBBB BBBB BBBBBB
XXXXXXX XXXXXBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBX XXXXX
  XXXXXXXXXXX gettext(u'{count} characters left') X XXXXXXXXXXXXXXX gettext(u'1 character left') X
  XXXXXXXXXXX gettext(u'{count} characters too many') X XXXXXXXXXXXXXXX gettext(u'1 character too many') XXXXXXXXXXX
