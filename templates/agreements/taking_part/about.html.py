BBBB BBBB
XXXXXXXXXX XXXXXXXXXXXXXXXXXXXX  X XXXX
XXX
  BB BBBBB
   gettext(u'Asked on %(date)s by %(person)s of %(asker)s. Role: %(role)s.') 
    SSSSS SS SSSSSSSS SS SSSSSSSSSS SS SSSSSSSSSS SSSSS SSSSSSSSS
  
  BBBB
   gettext(u'Asked on %(date)s by %(person)s. Role: %(role)s.') 
    SSSSS SS SSSSSSSS SS SSSSSSSSSSS SSSSS SSSSSSSSS
  
  BBBBB
XXXX
