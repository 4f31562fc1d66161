BBBBBBB BBBBBBBBBBBBBBBBBBB BBBBBBBBB BBBBBBBBBBBBBBBBB BBB

 gettext(u'This happened on %(when)s, from address %(ip)s.') 
  SSSS SSSSSSSS SS SSSSSSSSS SSSS SSSSSSS SSSSSSS


 gettext(u'Was it not you? Choose a new password at once, and warn the administrator of Driehoek:') 
BBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
