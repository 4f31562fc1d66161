BBBBBBB BBBBBBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBB gettext(u'A mail is on its way') BBBBBBBB
BBBBB BBBBBBB
XXXX gettext(u'A mail is on its way') XXXXX
XXX
   gettext(u'Follow the link in it to choose a password. Do you not see it within a few minutes? Look among the unwanted mail, or ask the coordinator of your party under which address you are known.') 
    SSSSSS SSS SSSS SS SS SS SSSSSS S SSSSSSSSS SS SSS SSS SSS SS SSSSSS S SSS SSSSSSSS SSSS SSSSS SSS SSSSSSSS SSSSS
    SS SSS SSS SSSSSSSSSSS SS SSSS SSSSS SSSSS SSSSS SSSSSSS SSS SSS SSSSSS
  
XXXX
XXXXX XXXXXXXXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBXX gettext(u'Back to signing in') XXXXXXXX
BBBBBBBB
