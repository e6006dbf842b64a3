namespace O2O.Dispatch.Contracts.Storage;

/// <summary>The ledger held against the jobs.</summary>
/// <param name="Jobs">Jobs looked at.</param>
/// <param name="Transfers">Transfers looked at.</param>
/// <param name="CapturedMinorUnits">What the ledger says was captured.</param>
/// <param name="ImbalanceMinorUnits">The sum of the absolute values of all that does not agree: debits less credits overall; per settled job what its customer's account is off zero;
/// per job what the job says was captured less what the ledger says; and authorised less captured and released. 0 when the books balance.</param>
/// <param name="FirstFault">The first that does not agree, for a person to read; null when all agree.</param>
public sealed record LedgerCheck(long Jobs, long Transfers, long CapturedMinorUnits, long ImbalanceMinorUnits, string? FirstFault);
