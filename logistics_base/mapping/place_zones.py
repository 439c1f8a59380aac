# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Zones of states and ports in countries with more than one clock.

States are those of ISO 3166-2. A state that two zones share bears the zone of most of
its people. Ports are UN/LOCODEs.
"""

# Countries with a second zone in the data that no clock on the mainland follows.
ONE_CLOCK = {
    "CN": "Asia/Shanghai",
    "DE": "Europe/Berlin",
    "MY": "Asia/Kuala_Lumpur",
    "UZ": "Asia/Tashkent",
    "AR": "America/Argentina/Buenos_Aires",
    "UA": "Europe/Kyiv",
    "CY": "Asia/Nicosia",
}


def _by_zone(**zones_and_states):
    return {
        state: zone.replace("__", "/")
        for zone, states in zones_and_states.items()
        for state in states.split()
    }


STATES = {
    "US": _by_zone(
        America__New_York="CT DC DE FL GA IN KY MA MD ME MI NC NH NJ NY OH PA RI SC VA "
        "VT WV",
        America__Chicago="AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI",
        America__Denver="CO ID MT NM UT WY",
        America__Phoenix="AZ",
        America__Los_Angeles="CA NV OR WA",
        America__Anchorage="AK",
        Pacific__Honolulu="HI",
        America__Puerto_Rico="PR VI",
        Pacific__Guam="GU MP",
        Pacific__Pago_Pago="AS",
    ),
    "CA": _by_zone(
        America__Toronto="ON QC PQ NU",
        America__Winnipeg="MB",
        America__Regina="SK",
        America__Edmonton="AB NT",
        America__Vancouver="BC",
        America__Whitehorse="YT",
        America__Halifax="NS NB PE",
        America__St_Johns="NL NF",
    ),
    "AU": _by_zone(
        Australia__Sydney="NSW ACT",
        Australia__Melbourne="VIC",
        Australia__Hobart="TAS",
        Australia__Brisbane="QLD",
        Australia__Adelaide="SA",
        Australia__Darwin="NT",
        Australia__Perth="WA",
    ),
    "BR": _by_zone(
        America__Sao_Paulo="DF ES GO MG PR RJ RS SC SP",
        America__Bahia="BA",
        America__Fortaleza="CE MA PB PI RN",
        America__Recife="PE",
        America__Maceio="AL SE",
        America__Belem="PA AP",
        America__Araguaina="TO",
        America__Campo_Grande="MS",
        America__Cuiaba="MT",
        America__Manaus="AM",
        America__Porto_Velho="RO",
        America__Boa_Vista="RR",
        America__Rio_Branco="AC",
    ),
    "MX": _by_zone(
        America__Mexico_City="AGU CAM CHP CMX COA COL DIF DUR GRO GUA HID JAL MEX MIC "
        "MOR NLE OAX PUE QUE SLP TAB TAM TLA VER YUC ZAC",
        America__Cancun="ROO",
        America__Chihuahua="CHH",
        America__Mazatlan="BCS NAY SIN",
        America__Hermosillo="SON",
        America__Tijuana="BCN",
    ),
    "RU": _by_zone(
        Europe__Moscow="MOW MOS SPE LEN KDA ROS NIZ TA VOR BEL KRS TUL TVE YAR",
        Europe__Kaliningrad="KGD",
        Europe__Samara="SAM UD",
        Asia__Yekaterinburg="SVE CHE PER TYU BA KHM YAN ORE KGN",
        Asia__Omsk="OMS",
        Asia__Novosibirsk="NVS",
        Asia__Krasnoyarsk="KYA KK TY KEM",
        Asia__Irkutsk="IRK BU",
        Asia__Yakutsk="SA ZAB AMU",
        Asia__Vladivostok="PRI KHA YEV",
        Asia__Magadan="MAG",
        Asia__Sakhalin="SAK",
        Asia__Kamchatka="KAM CHU",
    ),
    "ID": _by_zone(
        Asia__Jakarta="JK JB JT JI YO BT SU SB SS RI LA AC JA BE BB KR",
        Asia__Pontianak="KB KT",
        Asia__Makassar="BA NB NT KS KI KU SN ST SR SG SA GO",
        Asia__Jayapura="PA PB MA MU",
    ),
    "ES": _by_zone(Atlantic__Canary="CN GC TF", Africa__Ceuta="CE ML"),
    "PT": _by_zone(Atlantic__Azores="20", Atlantic__Madeira="30"),
}

PORTS = {
    port: zone
    for zone, ports in {
        "America/New_York": "USNYC USEWR USBOS USPHL USBAL USORF USCHS USSAV USJAX "
        "USMIA USPEF USATL USDTT USCLE USCMH USPIT USILM USIND USSDF USCLT USTPA",
        "America/Chicago": "USCHI USHOU USMSY USMOB USDAL USDFW USMEM USMKC USMES "
        "USSTL USFTW USOMA USGPT",
        "America/Denver": "USDEN USSLC USELP",
        "America/Phoenix": "USPHX",
        "America/Los_Angeles": "USLAX USLGB USOAK USSFO USSEA USTIW USPDX USSAN USPHD",
        "America/Anchorage": "USANC USDUT",
        "Pacific/Honolulu": "USHNL",
        "America/Vancouver": "CAVAN CAPRR CAYVR",
        "America/Toronto": "CATOR CAMTR CAYYZ CAHAM CAYMQ",
        "America/Halifax": "CAHAL CASJB",
        "America/Edmonton": "CACAL CAEDM",
        "America/Winnipeg": "CAWNP",
        "America/Mexico_City": "MXZLO MXVER MXLZC MXATM MXMEX MXMTY",
        "America/Tijuana": "MXESE MXTIJ",
        "America/Sao_Paulo": "BRSSZ BRRIO BRITJ BRPNG BRRIG BRNVT BRIOA BRVIX",
        "America/Bahia": "BRSSA",
        "America/Recife": "BRSUA BRREC",
        "America/Fortaleza": "BRPEC BRFOR",
        "America/Manaus": "BRMAO",
        "Australia/Sydney": "AUSYD AUBTB",
        "Australia/Melbourne": "AUMEL",
        "Australia/Brisbane": "AUBNE",
        "Australia/Adelaide": "AUADL",
        "Australia/Perth": "AUFRE AUPER",
        "Australia/Darwin": "AUDRW",
        "Pacific/Auckland": "NZAKL NZTRG NZLYT NZWLG NZNPE",
        "Asia/Jakarta": "IDJKT IDTPP IDSUB IDSRG IDBLW",
        "Asia/Makassar": "IDMAK",
        "Europe/Moscow": "RULED RUNVS RUMOW",
        "Asia/Vladivostok": "RUVVO RUVYP",
        "Europe/Madrid": "ESBCN ESVLC ESALG ESBIO ESMAD",
        "Atlantic/Canary": "ESLPA ESSCT",
        "Europe/Lisbon": "PTLIS PTSIE PTLEI",
        "America/Santiago": "CLSAI CLVAP",
        "America/Guayaquil": "ECGYE",
    }.items()
    for port in ports.split()
}
