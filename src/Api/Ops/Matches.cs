using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Providers;

namespace O2O.Dispatch.Api.Ops;

/// <summary>Why a job was matched as it was: to operators everything, to a provider what concerns itself.</summary>
internal static class Matches
{
    private const int MostRounds = 50;
    private const int MostPassedBy = 50;

    public static async Task<Results<Ok<MatchesResource>, Problem>> Get(Guid id, HttpContext http, IGrainFactory grains)
    {
        if (await grains.GetGrain<IJobGrain>(id.ToString("N")).Get(http.RequestAborted) is not { } job)
        {
            return Problem.Of(Rejection.JobUnknown, "There is no such job.");
        }

        var rounds = await grains.GetGrain<IDispatchShardGrain>(ShardKey.Of(job.Market, job.ServiceClass)).Matches(id, MostRounds, http.RequestAborted);
        return TypedResults.Ok(new MatchesResource(id, [.. rounds.Select(Of)]));
    }

    /// <summary>The jobs that passed by the caller on its shift, the latest first.</summary>
    public static async Task<Results<Ok<ImmutableArray<PassedByResource>>, Problem>> PassedBy(HttpContext http, IGrainFactory grains, Guid? job_id = null)
    {
        var caller = Caller.IdOf(http.User);
        if (await grains.GetGrain<IProviderGrain>(caller.ToString("N")).Get(http.RequestAborted) is not { } provider)
        {
            return Problem.Of(Rejection.ProviderUnknown, "This provider has not applied yet: POST /v1/provider/apply.");
        }

        if (provider.Market is not { } market)
        {
            return Problem.Of(Rejection.NotOnShift, "Jobs pass by whoever is on a shift: POST /v1/provider/shift/start.");
        }

        var passed = new List<PassedByJob>();
        foreach (var serviceClass in provider.ServiceClasses)
        {
            passed.AddRange(await grains.GetGrain<IDispatchShardGrain>(ShardKey.Of(market, serviceClass)).PassedBy(caller, job_id, MostPassedBy, http.RequestAborted));
        }

        return TypedResults.Ok(passed.OrderByDescending(one => one.At).Take(MostPassedBy)
            .Select(one => new PassedByResource(one.Job, one.At, one.Reason, Seconds(one.PickUpMilliseconds), Seconds(one.ChosenPickUpMilliseconds))).ToImmutableArray());
    }

    private static MatchRoundResource Of(MatchRound round) => new(
        round.At,
        round.Policy,
        round.Chosen,
        round.HeldBy,
        round.RunnerUp,
        Seconds(round.RegretMilliseconds),
        round.Reason,
        round.AgePriceMilliseconds / 1_000.0,
        new FilteredResource(round.TooLate, round.TooFar, round.Excluded, round.Lacking, round.WouldMissCommitment, round.OffRoad, round.LacksSkill),
        [.. round.Candidates.Select(one => new MatchCandidateResource(
            one.Provider, one.FreeInMilliseconds / 1_000.0, one.DriveMilliseconds / 1_000.0, one.SwapPenaltyMilliseconds / 1_000.0, one.GotJob))]);

    private static double? Seconds(long? milliseconds) => milliseconds / 1_000.0;
}
