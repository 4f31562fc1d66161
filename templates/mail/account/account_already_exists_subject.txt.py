BBBB BBBB gettext(u'Your e-mail address is in use in Driehoek') 
