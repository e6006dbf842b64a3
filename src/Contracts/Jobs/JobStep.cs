namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>A step that the bound provider makes.</summary>
[GenerateSerializer, Alias("o2o.job-step")]
public enum JobStep
{
    /// <summary>It sets off.</summary>
    Depart = 0,

    /// <summary>It is at the pick-up.</summary>
    Arrive = 1,

    /// <summary>The service starts.</summary>
    Start = 2,

    /// <summary>The next stop on the way is done.</summary>
    CompleteStop = 3,

    /// <summary>The last stop is done.</summary>
    Complete = 4,

    /// <summary>The customer is not there.</summary>
    ReportNoShow = 5,

    /// <summary>It gives the job up.</summary>
    Cancel = 6,

    /// <summary>It brings the goods back to the store.</summary>
    ReturnGoods = 7,

    /// <summary>It offers extra work that turned out to be needed.</summary>
    OfferExtra = 8,
}
