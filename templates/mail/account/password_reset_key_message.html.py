BBBBBBB BBBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBB gettext(u'Choose your password for Driehoek') BBBBBBBB
BBBBB BBBBBBB
XXX gettext(u'With this link you choose a new password:') XXXX
XXX
  XX XXXXXXX
    XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
     gettext(u'Choose a new password') 
  XXXX
XXXX
XX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
XXX
   ngettext(u'The link works once, for %(days)s day.', u'The link works once, for %(days)s days.', count) 
    SSS SSSS SSSSS SSSSS SSS SSSSSSSS SSSS
  
    PPP PPPP PPPPP PPPPP PPP PPPPPPPP PPPPP
    gettext(u'Did you not ask for it? Then do nothing: your password stays as it is.') 
XXXX
BBBBBBBB
