BBBBBBB BBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBBBBBBBBBBBBBB BBB gettext(u'Dear %(name)s,') SSSS SSSSSSSSS

 gettext(u'%(by)s asks that %(person)s may sign for %(party)s. That holds only once a second person of %(party)s has confirmed it: another coordinator, or somebody who may sign there.') 
  SSSSSS SSSS SSSS SSSSSSSSSS SSS SSSS SSS SSSSSSSSSS SSSS SSSSS SSSS SSSS S SSSSSS SSSSSS SS SSSSSSSSS SSS
  SSSSSSSSS SSS SSSSSSS SSSSSSSSSSSS SS SSSSSSSS SSS SSS SSSS SSSSSS


 gettext(u'Look at it and answer:') 
BBB BBBBBBBBB BBBBBBBBBBBB BBBBBB

 gettext(u'Do you not know of this? Then refuse it, and ask your colleague about it.') BBBBBBBBBBBBBBBBBBBBB
