using System.Diagnostics;
using O2O.Dispatch.Client;
using O2O.Dispatch.Client.Problems;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Clusters.Drill;

/// <summary>Somebody with an app that knows both API nodes: what fails for a while is asked again under the same key, at the other node in turn.</summary>
public sealed class Person : IDisposable
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly DispatchClient[] _nodes;
    private readonly Tally _tally;
    private int _turn;
    private long _keys;

    private Person(DispatchClient[] nodes, Tally tally, Guid id, int turn) => (_nodes, _tally, Id, _turn) = (nodes, tally, id, turn);

    /// <summary>Who.</summary>
    public Guid Id { get; }

    /// <summary>Signs somebody in.</summary>
    public static async Task<Person> Join(DrillSettings settings, Tally tally, DispatchClient signer, string role, int number)
    {
        // The id is its own, so that a repeated sign-in makes nobody new.
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var token = await signer.SignInAsync(new SignInBody(role, id, $"drill {number}"));
                var client = new DispatchClientSettings { Token = _ => ValueTask.FromResult<string?>(token.AccessToken), RetryLimit = 0 };
                return new Person([.. settings.Nodes.Select(node => new DispatchClient(node, client))], tally, id, number % settings.Nodes.Count);
            }
            catch (Exception fault) when (attempt < 30 && Transient(fault) is not null)
            {
                await Task.Delay(Pause);
            }
        }
    }

    /// <summary>Asks until there is an answer.</summary>
    /// <returns>Null for a refusal, or when the drill is over.</returns>
    public async Task<T?> Insist<T>(string what, Func<DispatchClient, string, Task<T>> ask, CancellationToken over)
        where T : class
    {
        var key = $"{Id:N}-{Interlocked.Increment(ref _keys)}";
        for (var began = Stopwatch.GetTimestamp(); !over.IsCancellationRequested;)
        {
            try
            {
                var answer = await ask(_nodes[_turn % _nodes.Length], key);
                _tally.Answer();
                return answer;
            }
            catch (Exception fault) when (Transient(fault) is { } why)
            {
                if (why.StartsWith("500", StringComparison.Ordinal) || why.EndsWith("no_retry_after", StringComparison.Ordinal))
                {
                    _tally.Error($"{what}: {fault.Message}");
                }

                if (Stopwatch.GetElapsedTime(began) > AnswerWithin)
                {
                    _tally.Error($"{what}: no answer within {AnswerWithin.TotalSeconds:0} s: {fault.Message}");
                    return null;
                }

                _tally.Repeat(why);
                _turn++;

                // As an app does: what is told to wait waits so long, and nobody asks sooner for being refused more often.
                await Task.Delay(fault is DispatchProblemException { RetryAfter: { } told } ? told : Pause, CancellationToken.None);
            }
            catch (DispatchProblemException refusal)
            {
                _tally.Answer();
                _tally.Repeat($"refused {what}: {refusal.Slug}");
                return null;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_nodes, node => node.Dispose());

    private static string? Transient(Exception fault) => fault switch
    {
        DispatchProblemException { Slug: "in_flight" or "rate_limited" } busy => $"{busy.Status} {busy.Slug}",
        DispatchProblemException { Status: 503, RetryAfter: null } bare => $"503 {bare.Slug} no_retry_after",
        DispatchProblemException { Status: >= 500 } problem => $"{problem.Status} {problem.Slug}",
        HttpRequestException => "no connection",
        TimeoutException => "no answer in time",
        OperationCanceledException => "cut off",
        _ => null,
    };
}
