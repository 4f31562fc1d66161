BBBBBBB BBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBBBBBBBBBBBBBB BBB gettext(u'Dear %(name)s,') SSSS SSSSSSSSS

BB BBBBB gettext(u'%(by)s of %(asker)s asks %(party)s to take part in “%(agreement)s”. Role: %(role)s.') 
  SSSSSS SS SSSSSSSSS SSSS SSSSSSSSS SS SSSS SSSS SS SSSSSSSSSSSSSSSS SSSSS SSSSSSSSS
BBBB gettext(u'%(by)s asks %(party)s to take part in “%(agreement)s”. Role: %(role)s.') 
  SSSSSS SSSS SSSSSSSSS SS SSSS SSSS SS SSSSSSSSSSSSSSSS SSSSS SSSSSSSSS
BBBBB

 gettext(u'A coordinator of %(party)s says yes or no. Until then %(party)s does not take part, and gets no other mail about it.') 
  S SSSSSSSSSSS SS SSSSSSSSS SSSS SSS SS SSS SSSSS SSSS SSSSSSSSS SSSS SSS SSSS SSSSS SSS SSSS SS SSSSS SSSS SSSSS SSS


 gettext(u'Look at it and answer:') 
BBBBBBBBBBBBBBBBBBBBB
