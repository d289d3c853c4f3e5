using System.Globalization;
using Google.Protobuf;

namespace Atlas.Support;

/// <summary>Reads OTLP's ExportTraceServiceRequest, field by field; field numbers are those of opentelemetry-proto 1.x.</summary>
static class OtlpTraces
{
    public static IEnumerable<Span> Read(byte[] request)
    {
        var spans = new List<Span>();
        Each(request, (field, input) =>
        {
            if (field == 1) ReadResourceSpans(input.ReadBytes().ToByteArray(), spans);
            else return false;
            return true;
        });
        return spans;
    }

    static void ReadResourceSpans(byte[] message, List<Span> spans)
    {
        var service = "";
        var scopes = new List<byte[]>();
        Each(message, (field, input) =>
        {
            switch (field)
            {
                case 1: // resource
                    service = ReadAttributesOf(input.ReadBytes().ToByteArray(), 1).GetValueOrDefault("service.name", "");
                    return true;
                case 2:
                    scopes.Add(input.ReadBytes().ToByteArray());
                    return true;
                default:
                    return false;
            }
        });
        foreach (var scope in scopes) ReadScopeSpans(scope, service, spans);
    }

    static void ReadScopeSpans(byte[] message, string service, List<Span> spans)
    {
        var scope = "";
        var found = new List<byte[]>();
        Each(message, (field, input) =>
        {
            switch (field)
            {
                case 1: // scope
                    Each(input.ReadBytes().ToByteArray(), (part, inner) =>
                    {
                        if (part != 1) return false;
                        scope = inner.ReadString();
                        return true;
                    });
                    return true;
                case 2:
                    found.Add(input.ReadBytes().ToByteArray());
                    return true;
                default:
                    return false;
            }
        });
        spans.AddRange(found.Select(span => ReadSpan(span, service, scope)));
    }

    static Span ReadSpan(byte[] message, string service, string scope)
    {
        var (trace, id, parent, name, kind) = ("", "", "", "", 0);
        Each(message, (field, input) =>
        {
            switch (field)
            {
                case 1: trace = Hex(input.ReadBytes()); return true;
                case 2: id = Hex(input.ReadBytes()); return true;
                case 4: parent = Hex(input.ReadBytes()); return true;
                case 5: name = input.ReadString(); return true;
                case 6: kind = input.ReadEnum(); return true;
                default: return false;
            }
        });
        return new Span(trace, id, parent, name, service, scope, kind, ReadAttributesOf(message, 9));
    }

    static Dictionary<string, string> ReadAttributesOf(byte[] message, int attributesField)
    {
        var attributes = new Dictionary<string, string>();
        Each(message, (field, input) =>
        {
            if (field != attributesField) return false;
            var (key, value) = ("", "");
            Each(input.ReadBytes().ToByteArray(), (part, inner) =>
            {
                switch (part)
                {
                    case 1: key = inner.ReadString(); return true;
                    case 2: value = ReadValue(inner.ReadBytes().ToByteArray()); return true;
                    default: return false;
                }
            });
            attributes[key] = value;
            return true;
        });
        return attributes;
    }

    static string ReadValue(byte[] message)
    {
        var value = "";
        Each(message, (field, input) =>
        {
            switch (field)
            {
                case 1: value = input.ReadString(); return true;
                case 2: value = input.ReadBool() ? "true" : "false"; return true;
                case 3: value = input.ReadInt64().ToString(CultureInfo.InvariantCulture); return true;
                case 4: value = input.ReadDouble().ToString(CultureInfo.InvariantCulture); return true;
                default: return false;
            }
        });
        return value;
    }

    // Calls readField for every field; whatever it does not read is skipped.
    static void Each(byte[] message, Func<int, CodedInputStream, bool> readField)
    {
        using var input = new CodedInputStream(message);
        uint tag;
        while ((tag = input.ReadTag()) != 0)
            if (!readField(WireFormat.GetTagFieldNumber(tag), input)) input.SkipLastField();
    }

    static string Hex(ByteString bytes) => Convert.ToHexStringLower(bytes.Span);
}
