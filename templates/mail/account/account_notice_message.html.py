BBBBBBB BBBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBBBBBBBBBB
BBBBB BBBBBBB
XXXXXXX
XXX
   gettext(u'This happened on %(when)s, from address %(ip)s.') 
    SSSS SSSSSSSS SS SSSSSSSSS SSSS SSSSSSS SSSSSSS
  
XXXX
XXX gettext(u'Was it not you? Choose a new password at once, and warn the administrator of Driehoek:') XXXX
XX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBBX XXXXXXXXXXXXXXXXXXXXXX gettext(u'Choose a new password') XXXXXXXX
BBBBBBBB
