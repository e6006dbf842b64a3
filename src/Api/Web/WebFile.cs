using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;

namespace O2O.Dispatch.Api.Web;

/// <summary>A file of the pages, read from the assembly and packed when it is first asked for. Thread-safe.</summary>
internal sealed class WebFile(Assembly assembly, string resource, string path)
{
    private readonly Lazy<byte[]> _content = new(() => Read(assembly, resource));
    private byte[]? _packed;
    private string? _etag;

    /// <summary>Its path below the root of the pages, with '/'.</summary>
    public string Path { get; } = path;

    /// <summary>The media type.</summary>
    public string ContentType { get; } = System.IO.Path.GetExtension(path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" or ".mjs" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".woff2" => "font/woff2",
        ".json" or ".map" => "application/json",
        _ => "application/octet-stream",
    };

    /// <summary>The bytes.</summary>
    public byte[] Content => _content.Value;

    /// <summary>The bytes in gzip; null for what does not shrink. Two first readers may both pack it; the result is the same.</summary>
    public byte[]? Packed => ContentType.StartsWith("text/", StringComparison.Ordinal) || ContentType.EndsWith("xml", StringComparison.Ordinal) ? _packed ??= Pack(Content) : null;

    /// <summary>Names the content.</summary>
    public string ETag => _etag ??= $"\"{Convert.ToHexStringLower(SHA256.HashData(Content))[..16]}\"";

    private static byte[] Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"{resource} is not in {assembly.GetName().Name}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static byte[] Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }
}
