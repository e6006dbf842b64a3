using System.Collections.Frozen;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace O2O.Dispatch.Api.Web;

/// <summary>The pages of web/, which the build puts into this assembly. Where it could not build them, their addresses say what to install.</summary>
public static class WebPages
{
    private const string Prefix = "web/";
    private const string HashedFolder = "assets/";

    private const string Fonts = "font-src 'self'";

    /// <summary>Scripts, pictures, connections and workers of this server alone: no request leaves the machine. Swagger UI and MapLibre set styles from scripts.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " + Fonts + "; connect-src 'self'; "
        + "worker-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    private static readonly (string Route, string Page)[] Pages =
    [
        ("/", "index.html"),
        ("/ops", "ops.html"),
        ("/customer", "customer.html"),
        ("/provider", "provider.html"),
        ("/merchant", "merchant.html"),
        ("/share/{token}", "share.html"),
        ("/docs", "docs.html"),
    ];

    private static readonly FrozenDictionary<string, WebFile> Files = typeof(WebPages).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(name => new WebFile(typeof(WebPages).Assembly, name, name[Prefix.Length..].Replace('\\', '/')))
        .ToFrozenDictionary(file => file.Path, StringComparer.Ordinal);

    /// <summary>Whether the pages are in this build.</summary>
    public static bool AreBuilt => Files.ContainsKey(Pages[0].Page);

    /// <summary>Serves <c>/</c>, <c>/ops</c>, <c>/customer</c>, <c>/provider</c>, <c>/merchant</c>, <c>/share/{token}</c>, <c>/docs</c> and their files, to anybody. They are no part of the API's document.</summary>
    public static WebApplication MapDispatchPages(this WebApplication app)
    {
        foreach (var (route, page) in Pages)
        {
            Open(app.MapMethods(route, Methods, context => Files.TryGetValue(page, out var file) ? Send(context, file) : SayWhatIsMissing(context)));
        }

        Open(app.MapMethods("/" + HashedFolder + "{**path}", Methods, context =>
        {
            if (Files.TryGetValue(HashedFolder + context.Request.RouteValues["path"], out var file))
            {
                return Send(context, file);
            }

            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }));
        return app;
    }

    private static void Open(IEndpointConventionBuilder route) => route.AllowAnonymous().ExcludeFromDescription();

    private static Task Send(HttpContext context, WebFile file)
    {
        var headers = context.Response.Headers;
        Guard(headers);

        // A file of assets/ has the hash of its content in its name: what was fetched once is never asked for again. A page names such files and is asked for each time.
        headers.CacheControl = file.Path.StartsWith(HashedFolder, StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
        headers.ETag = file.ETag;
        headers.Vary = HeaderNames.AcceptEncoding;
        if (context.Request.Headers.IfNoneMatch.Contains(file.ETag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        var packed = file.Packed is not null
            && context.Request.Headers.AcceptEncoding.Any(encodings => encodings?.Contains("gzip", StringComparison.OrdinalIgnoreCase) == true);
        if (packed)
        {
            headers.ContentEncoding = "gzip";
        }

        return Write(context, file.ContentType, packed ? file.Packed! : file.Content);
    }

    private static Task SayWhatIsMissing(HttpContext context)
    {
        Guard(context.Response.Headers);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Write(context, "text/html; charset=utf-8", NoPages);
    }

    private static Task Write(HttpContext context, string contentType, byte[] bytes)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    /// <summary>Says to browsers what a page of this server may do.</summary>
    /// <param name="headers">Of the answer.</param>
    /// <param name="fontsInStyles">Whether its style sheets have fonts within them.</param>
    internal static void Guard(IHeaderDictionary headers, bool fontsInStyles = false)
    {
        headers.ContentSecurityPolicy = fontsInStyles ? ContentSecurityPolicy.Replace(Fonts, Fonts + " data:", StringComparison.Ordinal) : ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";

        // The address of a share link is its secret.
        headers["Referrer-Policy"] = "no-referrer";
    }

    private static readonly byte[] NoPages =
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>O2O.Dispatch</title>
        <style>body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:10vh auto;padding:0 1rem}code{font-size:.95em}</style>
        </head>
        <body>
        <h1>The API runs. The pages are not in this build.</h1>
        <p>They are built with Node.js, which was not found when the server was built, or npm could not reach its registry; the output of the build says which.</p>
        <ol>
        <li>Install Node.js 20.19 or later with npm: <code>apt-get install nodejs npm</code>, or from nodejs.org.</li>
        <li>Stop the server and start it again: <code>dotnet run --project src/AllInOne</code> builds the pages.</li>
        </ol>
        <p>The API itself needs no pages: <a href="/openapi/v1.json">its OpenAPI document</a>.</p>
        </body>
        </html>
        """u8.ToArray();
}
