BBBB BBBB

BB BBBBBBBBBBBBBBB
XXXXXXXXXXX gettext(u'This is a file of %(other)s, and you read it in for %(year)s.') 
  SSSS SS S SSSS SS SSSSSSSSSS SSS SSS SSSS SS SS SSS SSSSSSSSS
XXXXXXXXXXXXX
BB BBBBBBBBBBBBBBB B BBBBBBBBBBB
XXX
   gettext(u'Do you mean what goes on from %(other)s? Choose that beside what was reported: links, leads and contacts come along, and what was finished or dropped does not come back.') 
    SS SSS SSSS SSSS SSSS SS SSSS SSSSSSSSSS SSSSSS SSSS SSSSSS SSSS SSS SSSSSSSSS SSSSSS SSSSS SSS SSSSSSSS SSSS SSSSSS SSS
    SSSS SSS SSSSSSSS SS SSSSSSS SSSS SSS SSSS SSSSS
  
  XX XXXXXXXXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBB BBBBBBBBBBBBBB BBBBBBBBBBBBBBBXXXXXXXXXXX
     gettext(u'Roll %(other)s forward with this file') 
      SSSS SSSSSSSSS SSSSSSS SSSS SSSS SSSS
    XXXXXXXX
BBBBB
BBBB
XXXXXXXXXXX gettext(u'This is a file of %(other_year)s, and you read it in for %(year)s.') 
  SSSS SS S SSSS SS SSSSSSSSSSSSSSS SSS SSS SSSS SS SS SSS SSSSSSSSS
XXXXXXXXXXXXX
BBBBB
