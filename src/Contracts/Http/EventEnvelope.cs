namespace O2O.Dispatch.Contracts.Http;

/// <summary>A pushed fact. A stream and an epoch have sequences without a gap; whoever sees one asks the hub to subscribe anew.</summary>
/// <param name="Stream">customer/{id}, provider/{id}, job/{id}, market/{name} or merchant/{id}.</param>
/// <param name="Epoch">Changes when sequences begin anew; then what was known is to be reloaded.</param>
/// <param name="Sequence">1, 2, 3 ... within stream and epoch; of a job stream the job's version.</param>
/// <param name="At">When it happened.</param>
/// <param name="Type">job_changed, offer_made, offer_closed, alert or move_advised. The last has sequence 0: it is advice for the moment, no part of the stream's order.</param>
/// <param name="Event">Of job_changed: the name of the job's event.</param>
/// <param name="Job">Of job_changed: the job after it.</param>
/// <param name="Offer">Of offer_made: the offer.</param>
/// <param name="OfferId">Of offer_closed: which offer.</param>
/// <param name="JobId">Of offer_closed: of which job.</param>
/// <param name="Outcome">Of offer_closed: declined, expired or withdrawn.</param>
/// <param name="Advice">Of move_advised: where to wait for work.</param>
public sealed record EventEnvelope(
    string Stream,
    long Epoch,
    long Sequence,
    DateTimeOffset At,
    string Type,
    string? Event = null,
    JobResource? Job = null,
    OfferResource? Offer = null,
    Guid? OfferId = null,
    Guid? JobId = null,
    string? Outcome = null,
    AdviceResource? Advice = null);
