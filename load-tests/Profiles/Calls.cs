using NBomber.Contracts;
using NBomber.CSharp;
using O2O.Dispatch.Client.Hubs;
using O2O.Dispatch.Client.Problems;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.LoadTests.Profiles;

/// <summary>Calls of the API as measured steps: what is refused fails with its slug, what does not answer with timeout or network.</summary>
internal static class Calls
{
    /// <summary>The status of an answer that did not come in time.</summary>
    public const string TimedOut = "timeout";

    private static readonly string[] News = ["offer_withdrawn", "offer_taken", "job_ended", "provider_excluded"];

    /// <summary>Whether a refusal says that others were faster: an offer or a job that ended while somebody acted on it is no failure of the server.</summary>
    public static bool IsNews(string slug) => News.Contains(slug);

    /// <summary>Asks.</summary>
    /// <returns>The answer; null when the step failed.</returns>
    public static async Task<T?> Ask<T>(IScenarioContext context, string step, Func<Task<T>> call)
        where T : class
    {
        T? answer = null;
        await Step.Run(step, context, async () =>
        {
            try
            {
                answer = await call();
                return answer is not HubCommandReply { Slug: { } slug, Detail: var detail } ? Response.Ok()
                    : IsNews(slug) ? Response.Ok(slug)
                    : Response.Fail(slug, detail ?? "");
            }
            catch (Exception fault) when (Status(fault) is { } status)
            {
                return Response.Fail(status, fault.Message);
            }
        });
        return answer;
    }

    /// <summary>Does something that has no answer.</summary>
    /// <returns>Whether it went well.</returns>
    public static async Task<bool> Do(IScenarioContext context, string step, Func<Task> call) => await Ask<object>(context, step, async () =>
    {
        await call();
        return context;
    }) is not null;

    /// <summary>How a failed call is counted; null for what no server does.</summary>
    public static string? Status(Exception fault) => fault switch
    {
        DispatchProblemException problem => problem.Slug,
        HubRefusedException refused => refused.Slug,
        HubConnectionRefusedException { Status: 429 } => "rate_limited",
        HubConnectionRefusedException { Status: 503 } => "unavailable",
        HubConnectionRefusedException refused => $"http_{refused.Status}",
        TimeoutException => TimedOut,
        HttpRequestException or IOException or System.Net.WebSockets.WebSocketException => "network",
        InvalidOperationException => "not_connected",
        _ => null,
    };
}
