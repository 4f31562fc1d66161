BBBBBBB BBBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBB gettext(u'Your e-mail address is in use in Driehoek') BBBBBBBB
BBBBB BBBBBBB
XXX
   gettext(u'Someone wants to use this e-mail address for an account, but you have one with it already. Nothing has changed.') 
    SSSSSSS SSSSS SS SSS SSSS SSSSSS SSSSSSS SSS SS SSSSSSSS SSS SSS SSSS SSS SSSS SS SSSSSSSS SSSSSSS SSS SSSSSSSS
  
XXXX
BBBBBBBB
