"""read_xml.py FILE: an XML file as JSON, each element as {"tag", "attributes", "text", "children"}. Ends with 1 where it is no XML."""
import json
import sys
import xml.etree.ElementTree as ElementTree


def as_json(element):
    return {
        "tag": element.tag,
        "attributes": element.attrib,
        "text": element.text or "",
        "children": [as_json(child) for child in element],
    }


try:
    print(json.dumps(as_json(ElementTree.parse(sys.argv[1]).getroot())))
except ElementTree.ParseError as trouble:
    sys.exit(f"{sys.argv[1]} is not XML: {trouble}")
