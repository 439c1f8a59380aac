# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Real places a consignment passes: coordinates, time zone and UN/LOCODE."""

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

ISO3 = {
    "BE": "BEL",
    "CA": "CAN",
    "CN": "CHN",
    "DE": "DEU",
    "FR": "FRA",
    "GB": "GBR",
    "IN": "IND",
    "NL": "NLD",
    "SG": "SGP",
    "US": "USA",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a carrier scans something. Decimal degrees (WGS 84), IANA time zone."""

    name: str
    city: str
    state: str | None
    postcode: str
    country: str
    latitude: float
    longitude: float
    timezone: str
    unlocode: str | None

    @property
    def zone(self):
        return ZoneInfo(self.timezone)

    @property
    def iso3(self):
        """Country as ISO 3166-1 alpha-3."""
        return ISO3[self.country]

    def moved_to(self, timezone):
        """Return the same place in another time zone."""
        return replace(self, timezone=timezone)


_AMSTERDAM = "Europe/Amsterdam"
_BERLIN = "Europe/Berlin"
_CHICAGO = "America/Chicago"
_LONDON = "Europe/London"
_LOS_ANGELES = "America/Los_Angeles"
_NEW_YORK = "America/New_York"

# fmt: off
_ROWS = {
    "amsterdam_point": ("Parcel shop Jordaan", "Amsterdam", None, "1015 CJ", "NL",
                        52.3740, 4.8830, _AMSTERDAM, "NLAMS"),
    "antwerp_depot": ("Depot Antwerp", "Antwerpen", None, "2030", "BE", 51.2650, 4.4020,
                      "Europe/Brussels", "BEANR"),
    "berlin": ("Customer", "Berlin", None, "10115", "DE", 52.5323, 13.3846, _BERLIN,
               "DEBER"),
    "berlin_depot": ("Depot Berlin Süd", "Großbeeren", None, "14979", "DE", 52.3580,
                     13.3060, _BERLIN, None),
    "birmingham": ("Customer", "Birmingham", None, "B1 1AA", "GB", 52.4796, -1.9026,
                   _LONDON, "GBBHM"),
    "birmingham_depot": ("Depot Birmingham", "Birmingham", None, "B24 9FD", "GB",
                         52.5090, -1.8320, _LONDON, "GBBHM"),
    "chicago": ("Customer", "Chicago", "IL", "60611", "US", 41.8925, -87.6150,
                _CHICAGO, "USCHI"),
    "chicago_hub": ("Chicago Area Consolidation Hub", "Hodgkins", "IL", "60525", "US",
                    41.7700, -87.8600, _CHICAGO, None),
    "denver": ("Customer", "Denver", "CO", "80202", "US", 39.7527, -104.9992,
               "America/Denver", "USDEN"),
    "denver_depot": ("Denver center", "Commerce City", "CO", "80022", "US", 39.8083,
                     -104.9339, "America/Denver", None),
    "east_midlands": ("East Midlands gateway", "Derby", None, "DE74 2SA", "GB", 52.8311,
                      -1.3281, _LONDON, "GBEMA"),
    "leipzig_hub": ("Leipzig hub", "Schkeuditz", None, "04435", "DE", 51.4239, 12.2364,
                    _BERLIN, "DELEJ"),
    "los_angeles": ("Shipper", "Los Angeles", "CA", "90021", "US", 34.0300, -118.2400,
                    _LOS_ANGELES, "USLAX"),
    "louisville_hub": ("Louisville hub", "Louisville", "KY", "40209", "US", 38.1744,
                       -85.7360, "America/Kentucky/Louisville", "USLUI"),
    "memphis_hub": ("Memphis hub", "Memphis", "TN", "38118", "US", 35.0424, -89.9767,
                    _CHICAGO, "USMEM"),
    "mumbai": ("Shipper", "Mumbai", "MH", "400001", "IN", 18.9388, 72.8354,
               "Asia/Kolkata", "INBOM"),
    "mumbai_gateway": ("Mumbai gateway", "Mumbai", "MH", "400099", "IN", 19.0896,
                       72.8656, "Asia/Kolkata", "INBOM"),
    "new_york": ("Customer", "New York", "NY", "10011", "US", 40.7420, -74.0005,
                 _NEW_YORK, "USNYC"),
    "paris": ("Customer", "Paris", None, "75011", "FR", 48.8590, 2.3780, "Europe/Paris",
              "FRPAR"),
    "paris_depot": ("Depot Gennevilliers", "Gennevilliers", None, "92230", "FR",
                    48.9330, 2.2940, "Europe/Paris", None),
    "rotterdam_port": ("Maasvlakte II terminal", "Rotterdam", None, "3199 KD", "NL",
                       51.9575, 4.0250, _AMSTERDAM, "NLRTM"),
    "secaucus_depot": ("Secaucus center", "Secaucus", "NJ", "07094", "US", 40.7895,
                       -74.0565, _NEW_YORK, None),
    "shanghai_port": ("Yangshan Deep-Water Port phase IV", "Shanghai", None, "201308",
                      "CN", 30.6150, 122.0700, "Asia/Shanghai", "CNSHA"),
    "singapore_port": ("Pasir Panjang terminal", "Singapore", None, "118492", "SG",
                       1.2764, 103.7850, "Asia/Singapore", "SGSIN"),
    "toronto": ("Customer", "Toronto", "ON", "M5V 2T6", "CA", 43.6426, -79.3871,
                "America/Toronto", "CATOR"),
    "toronto_gateway": ("Mississauga gateway", "Mississauga", "ON", "L5P 1B2", "CA",
                        43.6777, -79.6248, "America/Toronto", None),
    "utrecht_hub": ("Sorting center Utrecht", "Utrecht", None, "3542 AD", "NL", 52.1150,
                    5.0540, _AMSTERDAM, "NLUTC"),
    "venlo": ("Shipper", "Venlo", None, "5928 LX", "NL", 51.3950, 6.1100, _AMSTERDAM,
              "NLVEN"),
}
# fmt: on

PLACES = {code: Place(*row) for code, row in _ROWS.items()}
