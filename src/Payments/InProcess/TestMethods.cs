namespace O2O.Dispatch.Payments.InProcess;

/// <summary>Payment methods of the in-process gateway, each with a behaviour of its own. The names follow the tokens that integrators know from test cards.</summary>
public static class TestMethods
{
    /// <summary>Everything succeeds.</summary>
    public const string Succeeds = "pm_card_ok";

    /// <summary>The hold is declined.</summary>
    public const string Declines = "pm_card_declined";

    /// <summary>The customer has to confirm the hold.</summary>
    public const string NeedsAction = "pm_card_needs_action";

    /// <summary>Each operation is done, and the first answer to it is lost.</summary>
    public const string TimesOutAfterDoing = "pm_card_times_out_after_doing";

    /// <summary>Each first answer comes late.</summary>
    public const string AnswersLate = "pm_card_answers_late";

    /// <summary>Everything succeeds, but a hold cannot be raised.</summary>
    public const string NoIncrement = "pm_card_sandboxNoIncrement";

    /// <summary>Everything succeeds, but raising a hold is declined.</summary>
    public const string DeclinesIncrement = "pm_card_sandboxIncrementDeclined";
}
