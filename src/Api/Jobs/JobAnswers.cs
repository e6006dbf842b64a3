using Microsoft.AspNetCore.Http;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Json;

namespace O2O.Dispatch.Api.Jobs;

/// <summary>Makes answers of what job commands reply.</summary>
internal static class JobAnswers
{
    /// <summary>The job, or why not.</summary>
    public static IResult Of(JobReply reply) => Of(reply, view => TypedResults.Ok(JobResources.Of(view)));

    /// <summary>A new job with its address, or why not.</summary>
    public static IResult Created(JobReply reply) => Of(reply, view => TypedResults.Created($"/v1/jobs/{view.Job:N}", JobResources.Of(view)));

    private static IResult Of(JobReply reply, Func<JobView, IResult> done) => reply switch
    {
        { Rejection: { } why } => Problem.Of(why, reply.Detail ?? Words(why, reply.View)),
        { View: { } view } => done(view),
        _ => throw new InvalidOperationException("A command was done and gave no job."),
    };

    private static string? Words(Rejection why, JobView? job) => why switch
    {
        Rejection.IllegalInThisState or Rejection.JobEnded or Rejection.OfferTaken when job is not null =>
            $"The job is {Snake.Of(job.State)}.",
        Rejection.NotYourJob or Rejection.JobUnknown => "There is no such job.",
        Rejection.WrongPin => "The PIN is not the one that the customer has.",
        Rejection.PinLocked => "Too many wrong PINs. An operator has to cancel the job, or take it from its provider.",
        Rejection.PaymentNotHeld => "The money is not held on the card. Another hold is asked for; try again when the payment is authorized.",
        Rejection.RefundTooLarge => "That is more than can still be paid back: what was captured, less what was paid back or is being, less what disputes took.",
        Rejection.TipGiven => "The job has a tip.",
        Rejection.AlreadyRedeemed => "All of it was had before.",
        Rejection.NotSoManyLeft when job?.Sale?.UnitsLeft is { } left => $"{left} are left; at least one is taken.",
        Rejection.CodeExpired => "The code's time is over.",
        Rejection.CodeNotYet => "People are not let in so early: the code is good from the time on that is said of its booked place.",
        Rejection.ProofMissing => "Goods are handed over for the customer's code, or, where the service asks for none, for the name of who signs for them.",
        Rejection.PaymentStateWrong when job is not null => $"The payment is {Snake.Of(job.Payment)}.",
        _ => null,
    };
}
