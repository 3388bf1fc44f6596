import ConfigParser
import cStringIO


def load(text):
    """Settings of a site. A byte order mark stands before line 1."""
    parser = ConfigParser.RawConfigParser()
    parser.readfp(cStringIO.StringIO(text))
    return dict(parser.items("site"))
