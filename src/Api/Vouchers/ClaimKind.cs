namespace O2O.Dispatch.Api.Vouchers;

/// <summary>What kind of link a token is of. The numbers are signed into tokens and never change.</summary>
internal enum ClaimKind : byte
{
    /// <summary>Of a campaign, for anybody.</summary>
    Anybody = 1,

    /// <summary>For one voucher, made by an operator.</summary>
    Link = 2,

    /// <summary>For one voucher, made by a partner.</summary>
    Partner = 3,

    /// <summary>For one voucher, made by a game.</summary>
    Game = 4,

    /// <summary>A customer's own.</summary>
    Referral = 5,
}
