namespace NBomber.Contracts.Stats;

/// <summary>A report that was written.</summary>
/// <param name="FilePath">Where.</param>
/// <param name="ReportFormat">In which form.</param>
/// <param name="ReportContent">What it says.</param>
public sealed record ReportFile(string FilePath, ReportFormat ReportFormat, string ReportContent);
