using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace O2O.Dispatch.Web.Tests;

/// <summary>One server and one browser for all tests of the pages. Requests that leave the machine and errors of scripts are noted.</summary>
public sealed class PagesFixture : IAsyncLifetime
{
    /// <summary>A busy machine draws a map in software; what takes longer than this does not come.</summary>
    public const float PatienceMilliseconds = 60_000;

    private readonly List<IBrowserContext> _open = [];
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    internal ServerProcess Server { get; } = new();

    /// <summary>Addresses that pages asked for and that are not this server's.</summary>
    public ConcurrentBag<string> Elsewhere { get; } = [];

    /// <summary>Errors that scripts did not catch, and what the content security policy refused.</summary>
    public ConcurrentBag<string> ScriptErrors { get; } = [];

    public async Task InitializeAsync()
    {
        // Where every test is skipped, nothing is started.
        if (Tools.Chromium is null || Tools.Node is null)
        {
            return;
        }

        await Server.Start();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Tools.Chromium,
            Args = ["--enable-unsafe-swiftshader", "--no-sandbox", "--disable-dev-shm-usage"],
        });
    }

    /// <summary>A page of somebody who shares no storage with the others.</summary>
    /// <param name="path">Which page.</param>
    /// <param name="width">Of the window.</param>
    /// <param name="height">Of the window.</param>
    /// <param name="scheme">Light or dark.</param>
    /// <param name="script">Runs before any of the page's own; null for none.</param>
    public async Task<IPage> Open(string path, int width = 1280, int height = 800, ColorScheme scheme = ColorScheme.Light, string? script = null)
    {
        var context = await _browser!.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme });
        _open.Add(context);
        context.SetDefaultTimeout(PatienceMilliseconds);
        if (script is not null)
        {
            await context.AddInitScriptAsync(script);
        }

        var page = await context.NewPageAsync();
        page.PageError += (_, error) => ScriptErrors.Add($"{path}: {error}");
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
            {
                ScriptErrors.Add($"{path}: {message.Text}");
            }
        };
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(Server.Url + "/", StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                Elsewhere.Add($"{path}: {request.Url}");
            }
        };
        await page.GotoAsync(Server.Url + path);
        return page;
    }

    /// <summary>Closes all pages: a map that nobody looks at is drawn all the same.</summary>
    public async Task CloseAll()
    {
        foreach (var context in _open)
        {
            await context.CloseAsync();
        }

        _open.Clear();
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        await Server.DisposeAsync();
    }
}
