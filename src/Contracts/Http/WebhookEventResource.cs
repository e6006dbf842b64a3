namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a webhook carries.</summary>
/// <param name="Id">Names the event; the same at every try and at every endpoint, so that a repetition is recognised.</param>
/// <param name="Type">For instance job.completed; ping for a test.</param>
/// <param name="Created">When it happened.</param>
/// <param name="Job">The job; null for a ping.</param>
/// <param name="Version">The version of the job that the event made: of two events of a job the greater is the later. Null for a ping.</param>
/// <param name="Data">The job as it was then; null for a ping.</param>
public sealed record WebhookEventResource(string Id, string Type, DateTimeOffset Created, Guid? Job, long? Version, WebhookJobResource? Data);
