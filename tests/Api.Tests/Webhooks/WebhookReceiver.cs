using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace O2O.Dispatch.Api.Tests.Webhooks;

/// <summary>A receiver of webhooks on this machine, over real HTTP.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebhookReceiver(WebApplication app) => _app = app;

    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/hook";

    /// <summary>What came, in order.</summary>
    public ConcurrentQueue<Received> Came { get; } = new();

    /// <summary>Answers what came; 200 by default.</summary>
    public Func<Received, HttpResponse, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Answers a status.</summary>
    public int Status
    {
        set => Answer = (_, response) =>
        {
            response.StatusCode = value;
            return response.WriteAsync("no\0thanks");
        };
    }

    public static async Task<WebhookReceiver> Begin()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new WebhookReceiver(app);
        app.Run(async http =>
        {
            using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
            var body = await reader.ReadToEndAsync();
            var came = new Received(http.Request.Path, body, http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
            receiver.Came.Enqueue(came);
            await receiver.Answer(came, http.Response);
        });
        await app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    public sealed record Received(string Path, string Body, IReadOnlyDictionary<string, string> Headers)
    {
        public string Event => Headers["O2O-Event-Id"];

        public string Signature => Headers["O2O-Signature"];
    }
}
