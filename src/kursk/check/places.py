"""Places: inside the frame of the maps, on the right side of the border."""

from collections.abc import Iterator

from shapely.geometry import Point, shape

from kursk import geo
from kursk.check.fault import Fault, clip
from kursk.check.tables import Tables, number


def coordinates(tables: Tables) -> Iterator[Fault]:
    """Check the coordinates of places and who gives them."""
    west, south, east, north = geo.FRAME
    countries = {name: shape(geometry) for name, geometry in geo.countries(tables.folder).items()}
    for line, row in tables.rows("places"):
        lat, lon = number(row["lat"]), number(row["lon"])
        if (lat is None) != (lon is None):
            column = "lat" if lat is None else "lon"
            yield Fault("places.csv", line, column, "half a coordinate", "both or none")
        if lat is None or lon is None:
            continue
        if not (south <= lat <= north and west <= lon <= east):
            expected = f"a place inside {south}–{north}° N, {west}–{east}° E"
            yield Fault("places.csv", line, "lat", f"{lat}, {lon}", expected)
        elif row["country"] not in countries:
            yield Fault("places.csv", line, "country", clip(row["country"]), "Russia or Ukraine")
        elif not countries[row["country"]].covers(Point(lon, lat)):
            expected = f"a place in {row['country']}, as the column country says"
            yield Fault("places.csv", line, "lat", f"{lat}, {lon} across the border", expected)
        if not row["coord_source"]:
            yield Fault("places.csv", line, "coord_source", "nothing", "whose coordinates they are")
