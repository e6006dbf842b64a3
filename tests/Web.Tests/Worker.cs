using System.Diagnostics;
using System.Text.Json.Nodes;

namespace O2O.Dispatch.Web.Tests;

/// <summary>A provider of the live city without a page, through the API. It reports where it stands as long as it is there, so that nobody thinks it silent.</summary>
internal sealed class Worker : IAsyncDisposable
{
    // Booked jobs are matched on whole minutes; and the machine may be slow.
    private static readonly TimeSpan WaitsForWork = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ReportsEvery = TimeSpan.FromSeconds(2);

    private readonly HttpClient _http;
    private readonly string _token;
    private readonly CancellationTokenSource _gone = new();
    private readonly object _place;
    private Task _reports = Task.CompletedTask;

    private Worker(HttpClient http, string token, object place) => (_http, _token, _place) = (http, token, place);

    /// <summary>Begins a shift at a place.</summary>
    public static async Task<Worker> Begin(string server, string name, string serviceClass, double longitude, double latitude)
    {
        var http = new HttpClient { BaseAddress = new Uri(server) };
        var market = (string)JsonNode.Parse(await http.GetStringAsync("/v1/markets"))![0]!["market"]!;
        var signed = await ApiCalls.SignIn(http, "provider", null, name);
        var worker = new Worker(http, (string)signed["access_token"]!, new { longitude, latitude });
        await worker.Send("/v1/provider/shift/start", new { market, service_classes = new[] { serviceClass }, vehicle_id = (string)signed["id"]! });
        await worker.Report();
        worker._reports = worker.GoOnReporting();
        return worker;
    }

    /// <summary>Accepts the offer of a job when it comes.</summary>
    public async Task Accept(string job)
    {
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(200))
        {
            var me = await ApiCalls.Send(_http, "/v1/provider", _token, null, HttpMethod.Get);
            if (me["open_offer"] is { } offer && (string)offer["job"]!["job_id"]! == job)
            {
                await Send($"/v1/provider/offers/{(string)offer["offer_id"]!}/accept", new { job_id = job });
                return;
            }

            Assert.True(clock.Elapsed < WaitsForWork, $"Job {job} was not offered within {WaitsForWork}; the provider is {me}");
        }
    }

    /// <summary>Does a step of a job.</summary>
    public Task Step(string job, string step, object? body = null) => Send($"/v1/provider/jobs/{job}/{step}", body ?? new { });

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        await _reports;
        _gone.Dispose();
        _http.Dispose();
    }

    private Task Send(string path, object body) => ApiCalls.Send(_http, path, _token, body);

    private Task Report() => Send("/v1/locations", new { reports = new[] { _place } });

    private async Task GoOnReporting()
    {
        try
        {
            while (true)
            {
                await Task.Delay(ReportsEvery, _gone.Token);
                await Report();
            }
        }
        catch (OperationCanceledException)
        {
            // It is gone.
        }
    }
}
