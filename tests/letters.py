"""The letters and signs that a text of ours may hold."""

LATIN = list(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ"
    "ĀāĂăĄąĆćĈĉĊċČčĎďĐđĒēĔĕĖėĘęĚěĜĝĞğĠġĢģĤĥĦħĨĩĪīĬĭĮįİıĲĳĴĵĶķĸĹĺĻļĽľĿŀŁłŃńŅņŇňŉŊŋŌōŎŏŐőŒœŔŕŖŗŘřŚśŜŝŞşŠšŢţŤťŦŧŨũŪūŬŭŮůŰűŲųŴŵŶŷŸŹźŻżŽžſ"
    "ƏəƷʒǤǥǦǧǨǩǪǫǮǯǺǻǼǽǾǿȘșȚțȞȟȦȧȮȯȲȳẀẁẂẃẄẅẞỲỳḂḃḊḋḞḟĠġṀṁṖṗṠṡṪṫ"
    "ẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặẸẹẺẻẼẽẾếỀềỂểỄễỆệỈỉỊịỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợỤụỦủỨứỪừỬửỮữỰựỴỵỶỷỸỹƠơƯư"
)
GREEK = list("ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰΆΈΉΊΌΎΏΪΫ")
CYRILLIC = list("АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюяЁёЂђЃѓЄєЅѕІіЇїЈјЉљЊњЋћЌќЎўЏџҐґ")
SIGNS = list("→←↑↓≥≤≠≈±×÷−☑☐☒●○■□▪•◦€£½¼¾⅓⅔²³°‰§¶†‡©®™…–—‘’“”„‚«»‹›✓✔✗✘➢➔①②Ⅳ№<>&%@#")
EMOJI = list("🟢🟠🔴🟡✅❌🙂🏠👍")
NAMES = "Doğan Łukasz Wiśniewski Yıldız Özgür Związek Şahin Žižek Čapek Őry Űr Ģirts Ķemeri Þór Ðóra Æbletræ Åse Œuvre Nguyễn"
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
ADDRESS = "https://voorbeeld.example/" + "a-b_c" * 40
