using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using O2O.Dispatch.Client;
using O2O.Dispatch.Client.Operators;
using O2O.Dispatch.Client.Problems;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.LoadTests.People;

/// <summary>
/// Makes accounts by the development sign-in and removes them as operators do. The server allows each caller so many requests a second, so the work is spread over several operators.
/// Each account is written down before it is used, so that a later run can remove what a killed one has left.
/// </summary>
internal sealed class Registrar : IDisposable
{
    private const int AccountsPerOperator = 500;
    private const int MostOperators = 20;
    private const int AtATime = 32;
    private const int BusyTries = 20;
    private static readonly TimeSpan BusyPause = TimeSpan.FromMilliseconds(500);

    private readonly HttpClient _http;
    private readonly DispatchClient[] _operators;
    private int _turn;

    private Registrar(HttpClient http, DispatchClient[] operators) => (_http, _operators) = (http, operators);

    /// <summary>Signs operators in.</summary>
    /// <param name="server">The server.</param>
    /// <param name="accounts">For how many accounts.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="LoadTestFault">The server has no development sign-in, or does not answer.</exception>
    public static async Task<Registrar> Open(Uri server, int accounts, CancellationToken stop)
    {
        var http = new HttpClient { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan };
        using var anybody = new DispatchClient(http, new DispatchClientSettings { RetryLimit = 5 });
        var operators = new DispatchClient[Math.Clamp((accounts + AccountsPerOperator - 1) / AccountsPerOperator, 1, MostOperators)];
        try
        {
            for (var i = 0; i < operators.Length; i++)
            {
                var token = await anybody.SignInAsync(new SignInBody("ops", null, "load test"), stop);
                operators[i] = new DispatchClient(http, new DispatchClientSettings { Token = _ => ValueTask.FromResult<string?>(token.AccessToken), RetryLimit = 20, LongestDelay = TimeSpan.FromSeconds(5) });
            }
        }
        catch (DispatchProblemException problem) when (problem.Status is 404 or 405)
        {
            throw new LoadTestFault(
                ExitCodes.NoServer, $"{server} has no development sign-in (POST /v1/dev/sign-in), which makes the accounts. Start it on this machine with --dev-sign-in on; a server that others reach should not have it.", problem);
        }
        catch (Exception fault) when (fault is HttpRequestException or TimeoutException)
        {
            throw new LoadTestFault(ExitCodes.NoServer, $"{server} does not answer: {fault.Message} Start it, or leave --server out and one is started.", fault);
        }

        return new Registrar(http, operators);
    }

    /// <summary>An operator, each in turn.</summary>
    public OpsClient Operator => Next().Ops;

    /// <summary>Makes accounts.</summary>
    /// <param name="customers">How many order.</param>
    /// <param name="drivers">How many drive.</param>
    /// <param name="list">The file to write them down in.</param>
    /// <param name="written">Filled as they are written down, so that whoever may have been made before a fault is known.</param>
    /// <param name="output">Where progress goes.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>All of them, in no order.</returns>
    public async Task<IReadOnlyCollection<Account>> Make(int customers, int drivers, string list, ConcurrentQueue<(string Role, Guid Id)> written, TextWriter output, CancellationToken stop)
    {
        // What an earlier run in the same folder has written stays: some of it may be there still when that run was killed.
        await using var file = new StreamWriter(list, append: true) { AutoFlush = true };
        var made = new ConcurrentBag<Account>();
        var progress = new Progress(output, "accounts made", customers + drivers);
        await Parallel.ForEachAsync(Enumerable.Range(0, customers + drivers), new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = stop }, async (number, cancellationToken) =>
        {
            // The id is the run's own, so that it is written down before the server has it.
            var role = number < customers ? Account.Customer : Account.Provider;
            var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
            lock (file)
            {
                file.WriteLine($"{role} {id:N}");
            }

            written.Enqueue((role, id));

            var token = await Next().SignInAsync(new SignInBody(role, id, string.Create(CultureInfo.InvariantCulture, $"load {number}")), cancellationToken);
            made.Add(new Account(id, role, token.AccessToken));
            progress.Add();
        });
        progress.Done();
        return made;
    }

    /// <summary>Removes accounts: jobs that are open are canceled, shifts ended.</summary>
    /// <param name="accounts">Which.</param>
    /// <param name="output">Where progress goes.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>What could not be removed and why; empty when all is gone.</returns>
    public async Task<IReadOnlyList<string>> Remove(IReadOnlyCollection<(string Role, Guid Id)> accounts, TextWriter output, CancellationToken stop)
    {
        var progress = new Progress(output, "accounts removed", accounts.Count);
        var left = new ConcurrentQueue<string>();

        // Customers first: their open jobs are what may keep a driver on its shift.
        foreach (var role in new[] { Account.Customer, Account.Provider })
        {
            await Parallel.ForEachAsync(accounts.Where(account => account.Role == role), new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = stop }, async (account, cancellationToken) =>
            {
                try
                {
                    await (role == Account.Customer ? RemoveCustomer(account.Id, cancellationToken) : RemoveProvider(account.Id, cancellationToken));
                    progress.Add();
                }
                catch (Exception fault) when (fault is DispatchProblemException or HttpRequestException or TimeoutException)
                {
                    left.Enqueue($"{role} {account.Id:N}: {fault.Message}");
                }
            });
        }

        progress.Done();
        return [.. left];
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private DispatchClient Next() => _operators[(uint)Interlocked.Increment(ref _turn) % _operators.Length];

    private async Task RemoveCustomer(Guid id, CancellationToken stop)
    {
        try
        {
            await Operator.RemoveCustomerAsync(id, stop);
        }
        catch (DispatchProblemException problem) when (problem.Slug == "conflict")
        {
            await foreach (var job in Operator.AllJobsAsync(new JobSearch { CustomerId = id }, stop))
            {
                if (!job.Ended)
                {
                    await End(job, stop);
                }
            }

            await Operator.RemoveCustomerAsync(id, stop);
        }
    }

    private async Task RemoveProvider(Guid id, CancellationToken stop)
    {
        try
        {
            await Operator.RemoveProviderAsync(id, stop);
        }
        catch (DispatchProblemException problem) when (problem.Slug == "illegal_in_this_state")
        {
            var token = await Next().SignInAsync(new SignInBody(Account.Provider, id), stop);
            using var provider = new DispatchClient(_http, new DispatchClientSettings { Token = _ => ValueTask.FromResult<string?>(token.AccessToken), RetryLimit = 10, LongestDelay = TimeSpan.FromSeconds(5) });
            await foreach (var job in Operator.AllJobsAsync(new JobSearch { ProviderId = id }, stop))
            {
                if (!job.Ended)
                {
                    await End(job, stop);
                }
            }

            await EndShift(provider, stop);
            await Operator.RemoveProviderAsync(id, stop);
        }
    }

    /// <summary>The news that a job was canceled may reach its driver a moment later; until then the driver counts as busy.</summary>
    private static async Task EndShift(DispatchClient provider, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await provider.Provider.StopShiftAsync(cancellationToken: stop);
                return;
            }
            catch (DispatchProblemException off) when (off.Slug == "not_on_shift")
            {
                // An earlier attempt ended it.
                return;
            }
            catch (DispatchProblemException busy) when (busy.Slug == "provider_busy" && attempt < BusyTries)
            {
                await Task.Delay(BusyPause, stop);
            }
        }
    }

    private async Task End(JobResource job, CancellationToken stop)
    {
        try
        {
            await Operator.CancelAsync(job.JobId, new CancelBody("operator_decision"), cancellationToken: stop);
        }
        catch (DispatchProblemException problem) when (problem.Slug is "job_ended")
        {
            // It ended by itself meanwhile.
        }
    }

    /// <summary>A line now and then about how far something is.</summary>
    private sealed class Progress(TextWriter output, string what, int all)
    {
        private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);
        private readonly long _from = Stopwatch.GetTimestamp();
        private long _toldAt = Stopwatch.GetTimestamp();
        private int _count;

        public void Add()
        {
            var count = Interlocked.Increment(ref _count);
            var told = Volatile.Read(ref _toldAt);
            if (Stopwatch.GetElapsedTime(told) >= Period && Interlocked.CompareExchange(ref _toldAt, Stopwatch.GetTimestamp(), told) == told)
            {
                Tell(count);
            }
        }

        public void Done() => Tell(_count);

        private void Tell(int count)
        {
            lock (output)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {count:N0} of {all:N0} after {Stopwatch.GetElapsedTime(_from).TotalSeconds:0} s"));
            }
        }
    }
}
