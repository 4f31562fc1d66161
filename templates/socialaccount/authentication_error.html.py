BBBBBBB BBBBBBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBB gettext(u'Not signed in') BBBBBBBB
BBBBB BBBBBBB
XXXX gettext(u"Your organisation's sign-in did not work") XXXXX
XXX
   gettext(u'Try again, or sign in with your e-mail address and password. Does it happen again? Tell the administrator of Driehoek.') 
    SSS SSSSSS SS SSSS SS SSSS SSSS SSSSSS SSSSSSS SSS SSSSSSSSS SSSS SS SSSSSS SSSSSS SSSS SSS SSSSSSSSSSSSS SS
    SSSSSSSSS
  
XXXX
XXXXX XXXXXXXXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBXX gettext(u'Sign in') XXXXXXXX
BBBBBBBB
