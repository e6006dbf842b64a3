using System.Globalization;
using System.IO.Compression;
using System.Xml;
using O2O.Dispatch.Geo.Files;

namespace O2O.Dispatch.Geo.Roads.OpenStreetMap;

/// <summary>OpenStreetMap XML 0.6, as the API and the editors write it; what is deleted in it is passed over.</summary>
internal sealed class OsmXmlSource(string file, bool gzip) : IOsmSource
{
    public void ReadWays(Action<OsmWay> way) => Read("way", reader => way(Way(reader)));

    public void ReadNodes(OsmNodeReceiver node) => Read("node", reader =>
    {
        var line = ((IXmlLineInfo)reader).LineNumber;
        node(Whole(reader, "id"), Degrees(reader, "lon"), Degrees(reader, "lat"), () => $"line {line}");
    });

    private void Read(string element, Action<XmlReader> found)
    {
        try
        {
            using var stream = File.OpenRead(file);
            using Stream plain = gzip ? new GZipStream(stream, CompressionMode.Decompress) : stream;
            using var reader = XmlReader.Create(plain, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, IgnoreComments = true, IgnoreWhitespace = true });
            reader.MoveToContent();
            if (reader.Name != "osm")
            {
                throw new InputFileException(file, $"the XML begins with <{reader.Name}>, not with <osm>.");
            }

            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element && reader.Depth == 1 && reader.Name == element
                    && reader.GetAttribute("action") != "delete" && reader.GetAttribute("visible") != "false")
                {
                    found(reader);
                }
            }
        }
        catch (XmlException e)
        {
            throw new InputFileException(file, $"line {e.LineNumber}: the XML is broken or cut off ({e.Message}).", e);
        }
        catch (InvalidDataException e)
        {
            throw new InputFileException(file, "the file begins as gzip but cannot be unpacked. It may be cut off; fetch it again.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputFileException(file, $"the file cannot be read ({e.Message}).", e);
        }
    }

    private OsmWay Way(XmlReader reader)
    {
        var id = Whole(reader, "id");
        var nodes = new List<long>();
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!reader.IsEmptyElement)
        {
            while (reader.Read() && reader.Depth > 1)
            {
                if (reader.NodeType == XmlNodeType.Element && reader.Name == "nd")
                {
                    nodes.Add(Whole(reader, "ref"));
                }
                else if (reader.NodeType == XmlNodeType.Element && reader.Name == "tag")
                {
                    tags[Required(reader, "k")] = Required(reader, "v");
                }
            }
        }

        return new OsmWay(id, nodes, tags);
    }

    private long Whole(XmlReader reader, string name)
    {
        var text = Required(reader, name);
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Fault(reader, $"{name}=\"{text}\" of <{reader.Name}> is not a whole number.");
    }

    private double Degrees(XmlReader reader, string name)
    {
        var text = Required(reader, name);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Fault(reader, $"{name}=\"{text}\" of <{reader.Name}> is not a number.");
    }

    private string Required(XmlReader reader, string name) =>
        reader.GetAttribute(name) ?? throw Fault(reader, $"<{reader.Name}> has no {name}.");

    private InputFileException Fault(XmlReader reader, string reason) => new(file, $"line {((IXmlLineInfo)reader).LineNumber}: {reason}");
}
