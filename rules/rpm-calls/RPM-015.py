NS = {"common": "http://linux.duke.edu/metadata/common"}  # want: RPM-015
INDEX = "repodata/repomd.xml"  # want: RPM-015
OTHER = "http://example.org/metadata/common"  # ok: RPM-015
POM = "pom.xml"  # ok: RPM-015


def first(folder):
    """Reads primary.xml of repodata."""  # ok: RPM-015
    return open(folder + "/repomd.xml")  # ok: RPM-015
