using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Jobs;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Api.Sandbox;

/// <summary>Drives a provider for somebody else's tests: of jobs of the service class <c>sandbox</c>, which no real provider serves. All of it goes the way that real work goes.</summary>
internal static class SandboxModule
{
    /// <summary>The service class of test jobs.</summary>
    public const string ServiceClass = "sandbox";

    public static void MapSandbox(this IEndpointRouteBuilder app) =>
        app.MapPost("/v1/sandbox/jobs/{id}/{step}", Step).WithTags("Sandbox").For("sandbox", []);

    private static async Task<IResult> Step(Guid id, string step, HttpContext http, IGrainFactory grains, IJobStore store, ILocationIntake intake, TimeProvider time)
    {
        if (await store.Load(new JobId(id), http.RequestAborted) is not { } job || job.Order.Customer.Value != Caller.IdOf(http.User))
        {
            return Problem.Of(Rejection.JobUnknown, "There is no such job.");
        }

        if (job.Order.ServiceClass.Value != ServiceClass)
        {
            return Problem.Of(409, "illegal_in_this_state", $"The sandbox drives jobs of the service class '{ServiceClass}' alone; this one is of '{job.Order.ServiceClass}'.");
        }

        // One provider for each job: it follows from the job, so that every step and every repetition finds it.
        var provider = CommandStamp.DeterministicId($"sandbox\n{id:N}");
        var grain = grains.GetGrain<IProviderGrain>(provider.ToString("N"));
        var stamp = CommandStamp.Of(CommandStamp.DeterministicId($"sandbox\n{id:N}\n{step}\n{job.Attempt}"));
        switch (step)
        {
            case "accept":
                if (await Ready(grain, job, provider) is { } refused)
                {
                    return refused;
                }

                await Report(job, provider, intake, time);
                return JobAnswers.Of(await grain.Assign(new AssignJob(stamp, id, provider, Guid.Empty, 0, null), CancellationToken.None));
            case "arrive":
                await Report(job, provider, intake, time);
                return await Advance(JobStep.Arrive, null);
            case "start":
                return await Advance(JobStep.Start, job.Order.Pin);
            case "complete":
                return await Advance(JobStep.Complete, null);
            default:
                return Problem.Of(404, "not_found", $"The sandbox knows the steps accept, arrive, start and complete, not '{step}'.");
        }

        async Task<IResult> Advance(JobStep what, string? pin) =>
            JobAnswers.Of(await grain.Advance(new AdvanceJob(stamp, id, provider, what, pin, null), CancellationToken.None));
    }

    /// <summary>A provider that has applied, is approved and on a shift for this class.</summary>
    private static async Task<Problem?> Ready(IProviderGrain grain, Job job, Guid provider)
    {
        if (await grain.Get(CancellationToken.None) is { Standing: StandingState.Approved, Market: not null })
        {
            return null;
        }

        foreach (var (step, name) in new[] { (OnboardingStep.Apply, "Sandbox"), (OnboardingStep.Approve, null) })
        {
            var reply = await grain.Onboard(new OnboardProvider(Stamp(step), step, name, name is null ? null : job.Order.Operator.Value), CancellationToken.None);
            if (!reply.Done && reply.Rejection != Rejection.IllegalInThisState)
            {
                return Problem.Of(reply.Rejection!.Value, reply.Detail);
            }
        }

        var shift = await grain.ChangeShift(
            new ChangeShift(Stamp("shift"), true, job.Order.Market.Value, [ServiceClass], provider, JobLimits.MaxLoad, 1), CancellationToken.None);
        return shift.Done || shift.Rejection == Rejection.IllegalInThisState ? null : Problem.Of(shift.Rejection!.Value, shift.Detail);

        CommandStamp Stamp(object what) => CommandStamp.Of(CommandStamp.DeterministicId($"sandbox\n{provider:N}\n{what}"));
    }

    private static async Task Report(Job job, Guid provider, ILocationIntake intake, TimeProvider time)
    {
        var place = JobViews.Of(job.Order.PickUp);
        await intake.Take([new LocationReport(provider, place, time.GetUtcNow())], CancellationToken.None);
    }
}
