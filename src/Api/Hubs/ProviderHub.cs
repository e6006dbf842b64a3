using System.Collections.Immutable;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Jobs;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;

namespace O2O.Dispatch.Api.Hubs;

/// <summary>The hub of providers: their own stream, their locations, and the answers and steps of their work. Every command is one grain call.</summary>
[Authorize(Policy = Roles.Provider)]
public sealed class ProviderHub : LiveHub<IProviderClient>
{
    private const int KeyLength = 100;
    private const int PinLength = 20;
    private const int Reports = 1_000;
    private readonly StreamDesk _desk;
    private readonly IGrainFactory _grains;
    private readonly IJobStore _jobs;
    private readonly ILocationIntake _intake;
    private readonly TimeProvider _time;

    /// <summary>Made by the framework for each call.</summary>
    public ProviderHub(IServiceProvider services)
        : base(services) => (_desk, _grains, _jobs, _intake, _time) =
        (services.GetStreamDesk(), services.GetRequiredService<IGrainFactory>(), services.GetRequiredService<IJobStore>(), services.GetRequiredService<ILocationIntake>(), services.GetRequiredService<TimeProvider>());

    /// <inheritdoc/>
    public override Task OnConnectedAsync()
    {
        Begin<ProviderHub>(Audience.Provider, CallerId);
        return Task.CompletedTask;
    }

    /// <summary>Subscribes to <c>provider/{own id}</c>.</summary>
    /// <exception cref="HubException">input_invalid, forbidden, provider_unknown, rate_limited.</exception>
    public Task<SubscribeReply> Subscribe(string stream, long epoch, long after)
    {
        var address = Address(stream);
        return address.Kind == StreamKind.Provider && address.Id == CallerId
            ? _desk.Subscribe(Connection, address, epoch, after, Context.ConnectionAborted)
            : throw new HubException(HubSlugs.Forbidden);
    }

    /// <summary>Ends a subscription.</summary>
    public void Unsubscribe(string stream) => _desk.Unsubscribe(Connection, Address(stream));

    /// <summary>Takes in where the caller was.</summary>
    /// <param name="reports">At most 1,000; none of another provider.</param>
    /// <returns>How many were taken in.</returns>
    /// <exception cref="HubException">input_invalid, forbidden.</exception>
    public async Task<int> ReportLocations(LocationBody[] reports)
    {
        if (reports is null or { Length: > Reports } || reports.Any(report => report is null))
        {
            throw new HubException(HubSlugs.InputInvalid);
        }

        var caller = CallerId;
        var now = _time.GetUtcNow();
        var sound = ImmutableArray.CreateBuilder<LocationReport>(reports.Length);
        foreach (var report in reports)
        {
            if (report.ProviderId is { } other && other != caller)
            {
                throw new HubException(HubSlugs.Forbidden);
            }

            sound.Add(new LocationReport(caller, new WirePoint(report.Longitude, report.Latitude), report.At ?? now));
        }

        return (await _intake.Take(sound.MoveToImmutable(), Context.ConnectionAborted)).Accepted;
    }

    /// <summary>Accepts an offer.</summary>
    /// <param name="offerId">The offer.</param>
    /// <param name="jobId">Its job.</param>
    /// <param name="key">Names the command: sent again, it gives the same answer. 1 to 100 visible ASCII characters.</param>
    public Task<HubCommandReply> Accept(Guid offerId, Guid jobId, string key) => Answer("accept", offerId, jobId, key, accept: true);

    /// <summary>Declines an offer.</summary>
    /// <param name="offerId">The offer.</param>
    /// <param name="jobId">Its job.</param>
    /// <param name="key">As for <see cref="Accept"/>.</param>
    public Task<HubCommandReply> Decline(Guid offerId, Guid jobId, string key) => Answer("decline", offerId, jobId, key, accept: false);

    /// <summary>Makes a step of a job.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="step">depart, arrive, start, complete_stop, complete, no_show or cancel.</param>
    /// <param name="pin">For start, where one is asked for.</param>
    /// <param name="key">As for <see cref="Accept"/>.</param>
    public async Task<HubCommandReply> Advance(Guid jobId, string step, string? pin, string key)
    {
        JobStep? named = step switch
        {
            "depart" => JobStep.Depart,
            "arrive" => JobStep.Arrive,
            "start" => JobStep.Start,
            "complete_stop" => JobStep.CompleteStop,
            "complete" => JobStep.Complete,
            "no_show" => JobStep.ReportNoShow,
            "cancel" => JobStep.Cancel,
            _ => null,
        };
        if (named is not { } known)
        {
            return Invalid("step: depart, arrive, start, complete_stop, complete, no_show or cancel is expected.");
        }

        if (Faults(jobId, key) is { } fault)
        {
            return Invalid(fault);
        }

        if (pin is { Length: > PinLength })
        {
            return Invalid($"pin: at most {PinLength} characters.");
        }

        var caller = CallerId;
        var driven = known == JobStep.ReportNoShow ? await DrivenMetres.Of(jobId, _grains, _jobs, Context.ConnectionAborted) : null;
        var command = new AdvanceJob(Stamp(caller, key, $"{step}\n{jobId:N}\n{pin}"), jobId, caller, known, pin, driven);
        return Reply(await Grain(caller).Advance(command, Context.ConnectionAborted));
    }

    private static HubCommandReply Invalid(string detail) => new(null, HubSlugs.InputInvalid, detail);

    private static HubCommandReply Reply(JobReply reply) => reply.Rejection is { } why
        ? new HubCommandReply(why == Contracts.Rejection.NotYourJob || reply.View is null ? null : JobResources.Of(reply.View), RejectionStatus.Slug(why), reply.Detail)
        : new HubCommandReply(reply.View is { } job ? JobResources.Of(job) : null, null, null);

    private static string? Faults(Guid job, string? key) =>
        key is not { Length: >= 1 and <= KeyLength } || key.Any(letter => letter is <= ' ' or > '~') ? $"key: 1 to {KeyLength} visible ASCII characters."
        : job == Guid.Empty ? "job_id: an id is expected."
        : null;

    private static CommandStamp Stamp(Guid caller, string key, string body) => CommandStamp.For(caller.ToString("N"), key, Encoding.UTF8.GetBytes(body));

    private async Task<HubCommandReply> Answer(string name, Guid offerId, Guid jobId, string key, bool accept)
    {
        if (Faults(jobId, key) is { } fault)
        {
            return Invalid(fault);
        }

        if (offerId == Guid.Empty)
        {
            return Invalid("offer_id: an id is expected.");
        }

        var caller = CallerId;
        var answer = new AnswerOffer(Stamp(caller, key, $"{name}\n{offerId:N}\n{jobId:N}"), offerId, jobId, accept);
        return Reply(await Grain(caller).Answer(answer, Context.ConnectionAborted));
    }

    private IProviderGrain Grain(Guid caller) => _grains.GetGrain<IProviderGrain>(caller.ToString("N"));
}
