BBBBBBB BBBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBB gettext(u'Confirm your e-mail address for Driehoek') BBBBBBBB
BBBBB BBBBBBB
XXX gettext(u'Someone wants to sign in to Driehoek with this e-mail address from now on. Is that you? Then confirm it:') XXXX
XXX
  XX XXXXXXX
    XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
     gettext(u'Confirm this address') 
  XXXX
XXXX
XX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
XXX gettext(u'Was it not you? Then do nothing: nothing changes.') XXXX
BBBBBBBB
