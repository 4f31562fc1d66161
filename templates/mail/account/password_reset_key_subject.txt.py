BBBB BBBB gettext(u'Choose your password for Driehoek') 
