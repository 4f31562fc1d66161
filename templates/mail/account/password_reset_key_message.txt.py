BBBBBBB BBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBBBBBBBBBBBBBB BBB gettext(u'With this link you choose a new password:') 



 ngettext(u'The link works once, for %(days)s day.', u'The link works once, for %(days)s days.', count) 
  SSS SSSS SSSSS SSSSS SSS SSSSSSSS SSSS

  PPP PPPP PPPPP PPPPP PPP PPPPPPPP PPPPP
  gettext(u'Did you not ask for it? Then do nothing: your password stays as it is.') 
  SSS SSS SSS SSS SSS SSS SSSS SS SSSSSSSS SSSS SSSSSSSS SSSSS SS SS SSS
BBBBBBBBBBBBBBBBBBBBB
