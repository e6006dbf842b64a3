namespace O2O.Dispatch.Simulation;

/// <summary>A command of the simulation that the platform has acknowledged: from here on it is never lost.</summary>
/// <param name="Command">What was wanted: request, accept, depart, arrive, start, complete_stop, complete, cancel, store_accept, store_reject, prepared, redeem, return, offer_extra, answer_extra.</param>
/// <param name="Id">The command's id.</param>
/// <param name="Job">Its job.</param>
/// <param name="Version">The job's version in the answer.</param>
/// <param name="At">When the answer came.</param>
public readonly record struct Acknowledgement(string Command, Guid Id, Guid Job, long Version, DateTimeOffset At);
