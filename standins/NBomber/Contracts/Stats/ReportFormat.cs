namespace NBomber.Contracts.Stats;

/// <summary>Forms of a report.</summary>
public enum ReportFormat
{
    /// <summary>Plain text.</summary>
    Txt = 0,

    /// <summary>One page with plots.</summary>
    Html = 1,

    /// <summary>A row for each scenario and step.</summary>
    Csv = 2,

    /// <summary>Markdown.</summary>
    Md = 3,
}
