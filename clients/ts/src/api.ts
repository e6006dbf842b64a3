// Written by scripts/generate.mjs from the server's OpenAPI document; not to be changed by hand.

export interface paths {
    "/v1/bookings": {
        /** @description For customer. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PageOfBookingResource"];
                    };
                };
            };
        };
        /** @description For customer. */
        post: {
            requestBody: {
                content: {
                    "application/json": components["schemas"]["BookingBody"];
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    content: {
                        "application/json": components["schemas"]["BookingResource"];
                    };
                };
            };
        };
    };
    "/v1/bookings/{id}": {
        /** @description For customer. */
        get: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["BookingResource"];
                    };
                };
            };
        };
    };
    "/v1/bookings/{id}/cancel": {
        /** @description For customer. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["BookingResource"];
                    };
                };
            };
        };
    };
    "/v1/campaigns/{id}/links": {
        /** @description For ops. Keys need the scope `vouchers`. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ClaimLinksBody"];
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["ClaimLinksResource"];
                    };
                };
            };
        };
    };
    "/v1/campaigns/{id}/partner-jobs": {
        /** @description Keys need the scope `vouchers`. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PartnerJobBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PartnerJobResource"];
                    };
                };
            };
        };
    };
    "/v1/chains": {
        /** @description For customer. Keys need the scope `jobs:write`. */
        post: {
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChainBody"];
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    content: {
                        "application/json": components["schemas"]["ChainResource"];
                    };
                };
            };
        };
    };
    "/v1/chains/{id}": {
        /** @description For customer, ops, merchant, counter. Keys need the scope `jobs:read`. */
        get: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["ChainResource"];
                    };
                };
            };
        };
    };
    "/v1/dev/sign-in": {
        post: {
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SignInBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["TokenResource"];
                    };
                };
            };
        };
    };
    "/v1/jobs": {
        /** @description For customer, provider. Keys need the scope `jobs:read`. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    state?: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PageOfJobResource"];
                    };
                };
            };
        };
        /** @description For customer. Keys need the scope `jobs:write`. */
        post: {
            requestBody: {
                content: {
                    "application/json": components["schemas"]["OrderBody"];
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/jobs/{id}": {
        /** @description For customer, provider. Keys need the scope `jobs:read`. */
        get: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/jobs/{id}/cancel": {
        /** @description For customer. Keys need the scope `jobs:write`. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody?: {
                content: {
                    "application/json": null | components["schemas"]["CancelBody"];
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/jobs/{id}/destination": {
        /** @description For customer. Keys need the scope `jobs:write`. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["DestinationChangeBody"];
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/jobs/{id}/destination/quote": {
        /** @description For customer. Keys need the scope `quotes`. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["DestinationBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["QuoteResource"];
                    };
                };
            };
        };
    };
    "/v1/jobs/{id}/extras/{number}": {
        /** @description For customer. Keys need the scope `jobs:write`. */
        post: {
            parameters: {
                path: {
                    id: string;
                    number: number;
                };
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ExtraAnswerBody"];
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/jobs/{id}/payment/confirm": {
        /** @description For customer. Keys need the scope `jobs:write`. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/jobs/{id}/payment/retry": {
        /** @description For customer. Keys need the scope `jobs:write`. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/jobs/{id}/rating": {
        /** @description For customer. */
        get: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobRatingsResource"];
                    };
                };
            };
        };
        /** @description For customer. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RatingBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["RatingResource"];
                    };
                };
            };
        };
    };
    "/v1/jobs/{id}/receipt": {
        /** @description For customer. Keys need the scope `jobs:read`. */
        get: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["ReceiptResource"];
                    };
                };
            };
        };
    };
    "/v1/jobs/{id}/share": {
        /** @description For customer. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["ShareLinkResource"];
                    };
                };
            };
        };
    };
    "/v1/jobs/{id}/tip": {
        /** @description For customer. Keys need the scope `jobs:write`. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TipBody"];
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/journeys": {
        post: {
            requestBody: {
                content: {
                    "application/json": components["schemas"]["JourneyBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["JourneyResource"];
                    };
                };
            };
        };
    };
    "/v1/locations": {
        /** @description For provider, ops. Keys need the scope `locations`. */
        post: {
            requestBody: {
                content: {
                    "application/json": components["schemas"]["LocationsBody"];
                };
            };
            responses: {
                /** @description Accepted */
                202: {
                    content: {
                        "application/json": components["schemas"]["LocationsResource"];
                    };
                };
            };
        };
    };
    "/v1/markets": {
        get: {
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["MarketResource"][];
                    };
                };
            };
        };
    };
    "/v1/markets/{market}/map": {
        get: {
            parameters: {
                path: {
                    market: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["MapResource"];
                    };
                };
            };
        };
    };
    "/v1/markets/{market}/near": {
        /** @description For customer. Keys need the scope `quotes`. */
        get: {
            parameters: {
                query?: {
                    latitude?: number;
                    longitude?: number;
                    service_class?: string;
                };
                path: {
                    market: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["NearResource"];
                    };
                };
            };
        };
    };
    "/v1/markets/{market}/stores": {
        /** @description For customer. Keys need the scope `quotes`. */
        get: {
            parameters: {
                query?: {
                    channel?: string;
                    closed?: boolean;
                    latitude?: number;
                    limit?: number;
                    longitude?: number;
                    merchant_id?: string;
                    product_id?: string[];
                    text?: string;
                };
                path: {
                    market: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["NearStoresResource"];
                    };
                };
            };
        };
    };
    "/v1/me": {
        /** @description For customer. Keys need the scope `jobs:read`. */
        get: {
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["CustomerResource"];
                    };
                };
            };
        };
        /** @description For customer. */
        put: {
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CustomerBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["CustomerResource"];
                    };
                };
            };
        };
    };
    "/v1/me/consents": {
        /** @description For customer. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PageOfConsentResource"];
                    };
                };
            };
        };
    };
    "/v1/me/consents/{merchant}": {
        /** @description For customer. */
        put: {
            parameters: {
                path: {
                    merchant: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ConsentBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["ConsentResource"];
                    };
                };
            };
        };
        /** @description For customer. */
        delete: {
            parameters: {
                path: {
                    merchant: string;
                };
            };
            responses: {
                /** @description Done. */
                204: {
                };
            };
        };
    };
    "/v1/me/looks": {
        /** @description For customer. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PageOfLookResource"];
                    };
                };
            };
        };
    };
    "/v1/me/payment-methods": {
        /** @description For customer. */
        get: {
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["CustomerResource"];
                    };
                };
            };
        };
        /** @description For customer. */
        post: {
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PaymentMethodBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["CustomerResource"];
                    };
                };
            };
        };
    };
    "/v1/me/payment-methods/{method}": {
        /** @description For customer. */
        delete: {
            parameters: {
                path: {
                    method: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["CustomerResource"];
                    };
                };
            };
        };
    };
    "/v1/me/payment-methods/{method}/default": {
        /** @description For customer. */
        post: {
            parameters: {
                path: {
                    method: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["CustomerResource"];
                    };
                };
            };
        };
    };
    "/v1/me/payment-methods/setup": {
        /** @description For customer. */
        post: {
            requestBody?: {
                content: {
                    "application/json": null | components["schemas"]["PaymentSetupBody"];
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    content: {
                        "application/json": components["schemas"]["PaymentSetupResource"];
                    };
                };
            };
        };
    };
    "/v1/me/payment-methods/setup/{setup}/complete": {
        /** @description For customer. */
        post: {
            parameters: {
                path: {
                    setup: string;
                };
            };
            requestBody?: {
                content: {
                    "application/json": null | components["schemas"]["PaymentSetupDoneBody"];
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["PaymentSetupResource"];
                    };
                };
            };
        };
    };
    "/v1/me/place": {
        /** @description For customer. */
        post: {
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PlaceBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PlaceResource"];
                    };
                };
            };
        };
    };
    "/v1/me/preferences": {
        /** @description For customer. */
        get: {
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PreferencesResource"];
                    };
                };
            };
        };
        /** @description For customer. */
        put: {
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PreferencesBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PreferencesResource"];
                    };
                };
            };
        };
    };
    "/v1/me/referrals": {
        /** @description For customer. */
        get: {
            parameters: {
                query?: {
                    market?: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PageOfReferralResource"];
                    };
                };
            };
        };
    };
    "/v1/me/timeline": {
        /** @description For customer. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PageOfMomentResource"];
                    };
                };
            };
        };
    };
    "/v1/me/vouchers": {
        /** @description For customer. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PageOfVoucherResource"];
                    };
                };
            };
        };
        /** @description For customer. */
        post: {
            requestBody: {
                content: {
                    "application/json": components["schemas"]["VoucherCodeBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["VoucherResource"];
                    };
                };
            };
        };
    };
    "/v1/me/wallet": {
        /** @description For customer. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["WalletResource"];
                    };
                };
            };
        };
    };
    "/v1/me/wallet/top-ups": {
        /** @description For customer. */
        post: {
            requestBody: {
                content: {
                    "application/json": components["schemas"]["WalletTopUpBody"];
                };
            };
            responses: {
                /** @description Done. */
                202: {
                    content: {
                        "application/json": components["schemas"]["WalletTopUpResource"];
                    };
                };
            };
        };
    };
    "/v1/me/wallet/top-ups/{id}": {
        /** @description For customer. */
        get: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["WalletTopUpResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant": {
        /** @description For merchant, counter. */
        get: {
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["MerchantSelfResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/bookings/{id}/cancel": {
        /** @description For merchant, counter. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["BookingResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/bookings/{id}/finish": {
        /** @description For merchant, counter. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["BookingResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/bookings/{id}/seat": {
        /** @description For merchant, counter. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["BookingResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/codes": {
        /** @description For merchant, counter. */
        post: {
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CodeBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/codes/customer": {
        /** @description For merchant, counter. */
        post: {
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CounterCodeBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["CounterCustomerResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/jobs": {
        /** @description For merchant, counter. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    state?: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PageOfJobResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/jobs/{id}": {
        /** @description For merchant, counter. */
        get: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/jobs/{id}/accept": {
        /** @description For merchant, counter. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody?: {
                content: {
                    "application/json": null | components["schemas"]["AcceptOrderBody"];
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/jobs/{id}/prepared": {
        /** @description For merchant, counter. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/jobs/{id}/reject": {
        /** @description For merchant, counter. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/payouts": {
        /** @description For merchant, counter. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PayeeResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/placements": {
        /** @description For merchant, counter. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PageOfPlacementResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/placements/{id}": {
        /** @description For merchant, counter. */
        put: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PlacementBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PlacementResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/products": {
        /** @description For merchant, counter. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PageOfProductResource"];
                    };
                };
            };
        };
        /** @description For merchant, counter. */
        post: {
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ProductBody"];
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    content: {
                        "application/json": components["schemas"]["ProductResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/products/{id}": {
        /** @description For merchant, counter. */
        put: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ProductBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["ProductResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/redemptions": {
        /** @description For merchant, counter. */
        post: {
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RedeemBody"];
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/resources": {
        /** @description For merchant, counter. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PageOfBookingPlaceResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/resources/{id}": {
        /** @description For merchant, counter. */
        put: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["BookingPlaceBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["BookingPlaceResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/resources/{id}/book": {
        /** @description For merchant, counter. */
        get: {
            parameters: {
                query?: {
                    day?: string;
                };
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["BookingDayBookResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/resources/{id}/walk-ins": {
        /** @description For merchant, counter. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["WalkInBody"];
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["BookingResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/staff": {
        /** @description For merchant, counter. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PageOfStaffResource"];
                    };
                };
            };
        };
        /** @description For merchant, counter. */
        post: {
            requestBody: {
                content: {
                    "application/json": components["schemas"]["StaffBody"];
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    content: {
                        "application/json": components["schemas"]["StaffResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/staff/{id}": {
        /** @description For merchant, counter. */
        delete: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["StaffResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/statement": {
        /** @description For merchant. */
        get: {
            parameters: {
                query?: {
                    format?: string;
                    from?: string;
                    to?: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["StatementResource"];
                        "text/csv": components["schemas"]["StatementResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/statistics": {
        /** @description For merchant, counter. */
        get: {
            parameters: {
                query?: {
                    from?: string;
                    store_id?: string;
                    to?: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["MerchantStatisticsResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/stores": {
        /** @description For merchant, counter. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PageOfStoreResource"];
                    };
                };
            };
        };
        /** @description For merchant, counter. */
        post: {
            requestBody: {
                content: {
                    "application/json": components["schemas"]["StoreBody"];
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    content: {
                        "application/json": components["schemas"]["StoreResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/stores/{id}": {
        /** @description For merchant, counter. */
        get: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["StoreResource"];
                    };
                };
            };
        };
        /** @description For merchant, counter. */
        put: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["StoreBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["StoreResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/stores/{id}/pause": {
        /** @description For merchant, counter. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["StorePauseBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["StoreResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/stores/{id}/shelf": {
        /** @description For merchant, counter. */
        get: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["ShelfResource"][];
                    };
                };
            };
        };
        /** @description For merchant, counter. */
        put: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ShelfBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["ShelfResource"][];
                    };
                };
            };
        };
    };
    "/v1/merchant/webhook-endpoints": {
        /** @description For merchant, counter. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PageOfWebhookEndpointResource"];
                    };
                };
            };
        };
        /** @description For merchant, counter. */
        post: {
            requestBody: {
                content: {
                    "application/json": components["schemas"]["WebhookEndpointBody"];
                };
            };
            responses: {
                /** @description Created */
                201: {
                    content: {
                        "application/json": components["schemas"]["WebhookEndpointResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/webhook-endpoints/{id}": {
        /** @description For merchant, counter. */
        get: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["WebhookEndpointResource"];
                    };
                };
            };
        };
        /** @description For merchant, counter. */
        delete: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description Done. */
                204: {
                };
            };
        };
    };
    "/v1/merchant/webhook-endpoints/{id}/deliveries": {
        /** @description For merchant, counter. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    state?: string;
                };
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PageOfWebhookDeliveryResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/webhook-endpoints/{id}/deliveries/{delivery}/redeliver": {
        /** @description For merchant, counter. */
        post: {
            parameters: {
                path: {
                    delivery: string;
                    id: string;
                };
            };
            responses: {
                /** @description Accepted */
                202: {
                    content: {
                        "application/json": components["schemas"]["WebhookDeliveryResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/webhook-endpoints/{id}/disable": {
        /** @description For merchant, counter. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["WebhookEndpointResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/webhook-endpoints/{id}/enable": {
        /** @description For merchant, counter. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["WebhookEndpointResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/webhook-endpoints/{id}/ping": {
        /** @description For merchant, counter. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description Accepted */
                202: {
                    content: {
                        "application/json": components["schemas"]["WebhookDeliveryResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/webhook-endpoints/{id}/replay": {
        /** @description For merchant, counter. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["WebhookReplayBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["WebhookReplayResource"];
                    };
                };
            };
        };
    };
    "/v1/merchant/webhook-endpoints/{id}/roll-secret": {
        /** @description For merchant, counter. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["WebhookRollBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["WebhookEndpointResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/alerts": {
        /** @description For ops. */
        get: {
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["AlertResource"][];
                    };
                };
            };
        };
    };
    "/v1/ops/api-keys": {
        /** @description For ops. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PageOfApiKeyResource"];
                    };
                };
            };
        };
        /** @description For ops. */
        post: {
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ApiKeyBody"];
                };
            };
            responses: {
                /** @description Created */
                201: {
                    content: {
                        "application/json": components["schemas"]["ApiKeyResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/api-keys/{id}": {
        /** @description For ops. */
        delete: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["ApiKeyResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/campaigns": {
        /** @description For ops. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    operator?: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PageOfCampaignResource"];
                    };
                };
            };
        };
        /** @description For ops. */
        post: {
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CampaignBody"];
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    content: {
                        "application/json": components["schemas"]["CampaignResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/campaigns/{id}": {
        /** @description For ops. */
        get: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["CampaignResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/campaigns/{id}/change": {
        /** @description For ops. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CampaignChangeBody"];
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["CampaignResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/campaigns/{id}/figures": {
        /** @description For ops. */
        get: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["CampaignFiguresResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/campaigns/{id}/vouchers": {
        /** @description For ops. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["VoucherIssueBody"];
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["VoucherResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/customers/{id}": {
        /** @description For ops. */
        delete: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description Done. */
                204: {
                };
            };
        };
    };
    "/v1/ops/customers/{id}/wallet": {
        /** @description For ops. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["WalletResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/customers/{id}/wallet/credits": {
        /** @description For ops. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["WalletCreditBody"];
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["WalletEntryResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/economics": {
        /** @description For ops. */
        get: {
            parameters: {
                query?: {
                    from?: string;
                    market?: string;
                    to?: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PeriodEconomicsResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/jobs": {
        /** @description For ops. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    customer_id?: string;
                    from?: string;
                    latitude?: number;
                    limit?: number;
                    longitude?: number;
                    market?: string;
                    provider_id?: string;
                    radius_metres?: number;
                    state?: string;
                    to?: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PageOfJobResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/jobs/{id}": {
        /** @description For ops. */
        get: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/jobs/{id}/assign": {
        /** @description For ops. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AssignBody"];
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/jobs/{id}/cancel": {
        /** @description For ops. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody?: {
                content: {
                    "application/json": null | components["schemas"]["CancelBody"];
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/jobs/{id}/economics": {
        /** @description For ops. */
        get: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobEconomicsResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/jobs/{id}/fare-cap/acknowledge": {
        /** @description For ops. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody?: {
                content: {
                    "application/json": null | components["schemas"]["AcknowledgeBody"];
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/jobs/{id}/matches": {
        /** @description For ops. */
        get: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["MatchesResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/jobs/{id}/payment/retry": {
        /** @description For ops. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/jobs/{id}/refund": {
        /** @description For ops. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody?: {
                content: {
                    "application/json": null | components["schemas"]["RefundBody"];
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/jobs/{id}/timeline": {
        /** @description For ops. */
        get: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["TimelineResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/jobs/{id}/tip/refund": {
        /** @description For ops. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody?: {
                content: {
                    "application/json": null | components["schemas"]["TipRefundBody"];
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/jobs/{id}/unassign": {
        /** @description For ops. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/ledger": {
        /** @description For ops. */
        get: {
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["LedgerResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/ledger/close": {
        /** @description For ops. */
        get: {
            parameters: {
                query?: {
                    day?: string;
                    format?: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PeriodCloseResource"];
                        "text/csv": components["schemas"]["PeriodCloseResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/map": {
        /** @description For ops. */
        get: {
            parameters: {
                query?: {
                    market?: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["MapFrame"];
                    };
                };
            };
        };
    };
    "/v1/ops/markets/{market}/cohorts": {
        /** @description For ops. */
        get: {
            parameters: {
                query?: {
                    weeks?: number;
                };
                path: {
                    market: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["CohortsResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/markets/{market}/funnel": {
        /** @description For ops. */
        get: {
            parameters: {
                query?: {
                    by?: string;
                    from?: string;
                    to?: string;
                };
                path: {
                    market: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["FunnelResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/markets/{market}/pause": {
        /** @description For ops. */
        post: {
            parameters: {
                path: {
                    market: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["MarketResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/markets/{market}/resume": {
        /** @description For ops. */
        post: {
            parameters: {
                path: {
                    market: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["MarketResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/markets/{market}/surge": {
        /** @description For ops. */
        get: {
            parameters: {
                path: {
                    market: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["SurgeResource"][];
                    };
                };
            };
        };
        /** @description For ops. */
        post: {
            parameters: {
                path: {
                    market: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SurgeBody"];
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["SurgeResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/markets/{market}/surge/changes": {
        /** @description For ops. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    service_class?: string;
                };
                path: {
                    market: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PageOfSurgeChangeResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/merchants": {
        /** @description For ops. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    operator?: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PageOfMerchantResource"];
                    };
                };
            };
        };
        /** @description For ops. */
        post: {
            requestBody: {
                content: {
                    "application/json": components["schemas"]["MerchantBody"];
                };
            };
            responses: {
                /** @description Done. */
                201: {
                    content: {
                        "application/json": components["schemas"]["MerchantResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/merchants/{id}/payouts": {
        /** @description For ops. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PayeeResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/merchants/{id}/statement": {
        /** @description For ops. */
        get: {
            parameters: {
                query?: {
                    format?: string;
                    from?: string;
                    to?: string;
                };
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["StatementResource"];
                        "text/csv": components["schemas"]["StatementResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/merchants/{id}/suspend": {
        /** @description For ops. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["MerchantResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/merchants/{id}/verify": {
        /** @description For ops. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["MerchantResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/notifications": {
        /** @description For ops. */
        get: {
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["NotificationResource"][];
                    };
                };
            };
        };
    };
    "/v1/ops/orleans": {
        /** @description For ops. */
        get: {
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["OrleansDashboardResource"];
                    };
                };
            };
        };
        /**
         * Lets the caller's browser in.
         * @description For ops.
         */
        post: {
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["OrleansDashboardResource"];
                    };
                };
            };
        };
        /** @description For ops. */
        delete: {
            responses: {
                /** @description Done. */
                204: {
                };
            };
        };
    };
    "/v1/ops/outbox/{row}/retry": {
        /** @description For ops. */
        post: {
            parameters: {
                path: {
                    row: number;
                };
            };
            responses: {
                /** @description Done. */
                204: {
                };
            };
        };
    };
    "/v1/ops/overview": {
        /** @description For ops. */
        get: {
            parameters: {
                query?: {
                    market?: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["OverviewResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/payments/reconciliation": {
        /** @description For ops. */
        get: {
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["ReconciliationResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/payments/refusals": {
        /** @description For ops. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    customer?: string;
                    limit?: number;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PageOfPaymentRefusalResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/payouts": {
        /** @description For ops. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    format?: string;
                    limit?: number;
                    merchant_id?: string;
                    provider_id?: string;
                    status?: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PageOfPayoutResource"];
                        "text/csv": components["schemas"]["PageOfPayoutResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/payouts/{id}/retry": {
        /** @description For ops. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PayoutResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/providers": {
        /** @description For ops. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    name?: string;
                    standing?: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PageOfProviderResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/providers/{id}": {
        /** @description For ops. */
        get: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["ProviderResource"];
                    };
                };
            };
        };
        /** @description For ops. */
        delete: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description Done. */
                204: {
                };
            };
        };
    };
    "/v1/ops/providers/{id}/approve": {
        /** @description For ops. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["ProviderResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/providers/{id}/payouts": {
        /** @description For ops. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PayeeResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/providers/{id}/reinstate": {
        /** @description For ops. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["ProviderResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/providers/{id}/skills": {
        /** @description For ops. */
        put: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SkillsBody"];
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["ProviderResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/providers/{id}/statement": {
        /** @description For ops. */
        get: {
            parameters: {
                query?: {
                    format?: string;
                    from?: string;
                    to?: string;
                };
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["StatementResource"];
                        "text/csv": components["schemas"]["StatementResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/providers/{id}/suspend": {
        /** @description For ops. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["ProviderResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/webhook-deliveries": {
        /** @description For ops. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    endpoint_id?: string;
                    limit?: number;
                    state?: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PageOfWebhookDeliveryResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/webhooks": {
        /** @description For ops. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    state?: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PageOfWebhookResource"];
                    };
                };
            };
        };
    };
    "/v1/ops/webhooks/{number}/retry": {
        /** @description For ops. */
        post: {
            parameters: {
                path: {
                    number: number;
                };
            };
            responses: {
                /** @description Done. */
                204: {
                };
            };
        };
    };
    "/v1/placements/clicks": {
        /** @description For customer. Keys need the scope `quotes`. */
        post: {
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PlacementClickBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PlacementClickResource"];
                    };
                };
            };
        };
    };
    "/v1/provider": {
        /** @description For provider. */
        get: {
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["ProviderResource"];
                    };
                };
            };
        };
    };
    "/v1/provider/apply": {
        /** @description For provider. */
        post: {
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ApplyBody"];
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["ProviderResource"];
                    };
                };
            };
        };
    };
    "/v1/provider/earnings": {
        /** @description For provider. */
        get: {
            parameters: {
                query?: {
                    from?: string;
                    to?: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["EarningsResource"];
                    };
                };
            };
        };
    };
    "/v1/provider/jobs/{id}/arrive": {
        /** @description For provider. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/provider/jobs/{id}/cancel": {
        /** @description For provider. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody?: {
                content: {
                    "application/json": null | components["schemas"]["CancelBody"];
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/provider/jobs/{id}/complete": {
        /** @description For provider. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody?: {
                content: {
                    "application/json": null | components["schemas"]["CompleteBody"];
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/provider/jobs/{id}/complete-stop": {
        /** @description For provider. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/provider/jobs/{id}/depart": {
        /** @description For provider. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/provider/jobs/{id}/directions": {
        /** @description For provider. */
        get: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["DirectionsResource"];
                    };
                };
            };
        };
    };
    "/v1/provider/jobs/{id}/extras": {
        /** @description For provider. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ExtraBody"];
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/provider/jobs/{id}/no-show": {
        /** @description For provider. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/provider/jobs/{id}/rating": {
        /** @description For provider. */
        get: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobRatingsResource"];
                    };
                };
            };
        };
        /** @description For provider. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RatingBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["RatingResource"];
                    };
                };
            };
        };
    };
    "/v1/provider/jobs/{id}/return": {
        /** @description For provider. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReturnBody"];
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/provider/jobs/{id}/start": {
        /** @description For provider. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody?: {
                content: {
                    "application/json": null | components["schemas"]["StartBody"];
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/provider/offers/{offer}/accept": {
        /** @description For provider. */
        post: {
            parameters: {
                path: {
                    offer: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["OfferAnswerBody"];
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/provider/offers/{offer}/decline": {
        /** @description For provider. */
        post: {
            parameters: {
                path: {
                    offer: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["OfferAnswerBody"];
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/provider/passed-by": {
        /**
         * The jobs that passed by the caller on its shift, the latest first.
         * @description For provider.
         */
        get: {
            parameters: {
                query?: {
                    job_id?: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PassedByResource"][];
                    };
                };
            };
        };
    };
    "/v1/provider/payouts": {
        /** @description For provider. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PayeeResource"];
                    };
                };
            };
        };
    };
    "/v1/provider/shift/start": {
        /** @description For provider. */
        post: {
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ShiftBody"];
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["ProviderResource"];
                    };
                };
            };
        };
    };
    "/v1/provider/shift/stop": {
        /** @description For provider. */
        post: {
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["ProviderResource"];
                    };
                };
            };
        };
    };
    "/v1/provider/statement": {
        /** @description For provider. */
        get: {
            parameters: {
                query?: {
                    format?: string;
                    from?: string;
                    to?: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["StatementResource"];
                        "text/csv": components["schemas"]["StatementResource"];
                    };
                };
            };
        };
    };
    "/v1/quotes": {
        /** @description For customer. Keys need the scope `quotes`. */
        post: {
            requestBody: {
                content: {
                    "application/json": components["schemas"]["QuoteBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["QuoteResource"];
                    };
                };
            };
        };
    };
    "/v1/resources/{id}/slots": {
        /** @description For customer. */
        get: {
            parameters: {
                query?: {
                    day?: string;
                };
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["BookingSlotsResource"];
                    };
                };
            };
        };
    };
    "/v1/sandbox/jobs/{id}/{step}": {
        /** @description Keys need the scope `sandbox`. */
        post: {
            parameters: {
                path: {
                    id: string;
                    step: string;
                };
            };
            responses: {
                /** @description Done. */
                200: {
                    content: {
                        "application/json": components["schemas"]["JobResource"];
                    };
                };
            };
        };
    };
    "/v1/share/{token}": {
        get: {
            parameters: {
                path: {
                    token: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["ShareResource"];
                    };
                };
            };
        };
    };
    "/v1/stores/{id}": {
        /** @description For customer. Keys need the scope `quotes`. */
        get: {
            parameters: {
                query?: {
                    latitude?: number;
                    longitude?: number;
                };
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["StorefrontResource"];
                    };
                };
            };
        };
    };
    "/v1/stores/{id}/resources": {
        /** @description For customer. */
        get: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PageOfBookingPlaceResource"];
                    };
                };
            };
        };
    };
    "/v1/vouchers/claim": {
        /** @description For customer. */
        post: {
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ClaimBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["ClaimResource"];
                    };
                };
            };
        };
    };
    "/v1/webhook-endpoints": {
        /** @description For ops. Keys need the scope `webhooks`. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PageOfWebhookEndpointResource"];
                    };
                };
            };
        };
        /** @description For ops. Keys need the scope `webhooks`. */
        post: {
            requestBody: {
                content: {
                    "application/json": components["schemas"]["WebhookEndpointBody"];
                };
            };
            responses: {
                /** @description Created */
                201: {
                    content: {
                        "application/json": components["schemas"]["WebhookEndpointResource"];
                    };
                };
            };
        };
    };
    "/v1/webhook-endpoints/{id}": {
        /** @description For ops. Keys need the scope `webhooks`. */
        get: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["WebhookEndpointResource"];
                    };
                };
            };
        };
        /** @description For ops. Keys need the scope `webhooks`. */
        delete: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description Done. */
                204: {
                };
            };
        };
    };
    "/v1/webhook-endpoints/{id}/deliveries": {
        /** @description For ops. Keys need the scope `webhooks`. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    state?: string;
                };
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["PageOfWebhookDeliveryResource"];
                    };
                };
            };
        };
    };
    "/v1/webhook-endpoints/{id}/deliveries/{delivery}/redeliver": {
        /** @description For ops. Keys need the scope `webhooks`. */
        post: {
            parameters: {
                path: {
                    delivery: string;
                    id: string;
                };
            };
            responses: {
                /** @description Accepted */
                202: {
                    content: {
                        "application/json": components["schemas"]["WebhookDeliveryResource"];
                    };
                };
            };
        };
    };
    "/v1/webhook-endpoints/{id}/disable": {
        /** @description For ops. Keys need the scope `webhooks`. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["WebhookEndpointResource"];
                    };
                };
            };
        };
    };
    "/v1/webhook-endpoints/{id}/enable": {
        /** @description For ops. Keys need the scope `webhooks`. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["WebhookEndpointResource"];
                    };
                };
            };
        };
    };
    "/v1/webhook-endpoints/{id}/ping": {
        /** @description For ops. Keys need the scope `webhooks`. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description Accepted */
                202: {
                    content: {
                        "application/json": components["schemas"]["WebhookDeliveryResource"];
                    };
                };
            };
        };
    };
    "/v1/webhook-endpoints/{id}/replay": {
        /** @description For ops. Keys need the scope `webhooks`. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["WebhookReplayBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["WebhookReplayResource"];
                    };
                };
            };
        };
    };
    "/v1/webhook-endpoints/{id}/roll-secret": {
        /** @description For ops. Keys need the scope `webhooks`. */
        post: {
            parameters: {
                path: {
                    id: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["WebhookRollBody"];
                };
            };
            responses: {
                /** @description OK */
                200: {
                    content: {
                        "application/json": components["schemas"]["WebhookEndpointResource"];
                    };
                };
            };
        };
    };
}
export interface components {
    schemas: {
        /** @description A store takes an order. */
        AcceptOrderBody: {
            /**
             * Format: double
             * @description How long until the goods are ready; left out for as long as was said at the order.
             */
            ready_in_seconds?: number;
        };
        /** @description What a kind of account came to. */
        AccountAmountResource: {
            /** @description The kind's name. */
            account: string;
            /**
             * Format: int64
             * @description Credits less debits.
             */
            amount_minor_units: number;
        };
        /** @description A kind of account over a period. Balances are debits less credits. */
        AccountCloseResource: {
            /** @description The kind's name. */
            account: string;
            /**
             * Format: int64
             * @description The balance as it ends.
             */
            closing_minor_units: number;
            /**
             * Format: int64
             * @description All credits of it.
             */
            credit_minor_units: number;
            /** @description Of the amounts. */
            currency: string;
            /**
             * Format: int64
             * @description All debits of the period.
             */
            debit_minor_units: number;
            /** @description By cause. */
            movements: components["schemas"]["CauseResource"][];
            /**
             * Format: int64
             * @description The balance as the period begins.
             */
            opening_minor_units: number;
            /**
             * Format: int64
             * @description What would credit it, likewise.
             */
            pending_credit_minor_units?: number;
            /**
             * Format: int64
             * @description What would debit it and is pending as the period ends: in no balance.
             */
            pending_debit_minor_units?: number;
        };
        /** @description What a kind of account comes to. */
        AccountResource: {
            /** @description The kind's name, for instance customer, provider_payable or gateway_clearing; docs/reference/ledger.md lists them. */
            account: string;
            /**
             * Format: int64
             * @description All credits.
             */
            credit_minor_units: number;
            /** @description Of the amounts. */
            currency: string;
            /**
             * Format: int64
             * @description All debits.
             */
            debit_minor_units: number;
            /**
             * Format: int64
             * @description What would credit it, likewise.
             */
            pending_credit_minor_units?: number;
            /**
             * Format: int64
             * @description What would debit it and is pending: in none of the debits.
             */
            pending_debit_minor_units?: number;
        };
        /** @description An operator looked at something and leaves it as it is. */
        AcknowledgeBody: {
            /** @description What there is to say of it, at most int AcknowledgeBody.MaxNote characters; null for nothing. */
            note?: string;
        };
        /** @description Where an idle provider is likely to be needed soon: advice, not an order. */
        AdviceResource: {
            /**
             * Format: date-time
             * @description From this instant on it says nothing any more.
             */
            expires_at: string;
            /** @description Where to go. */
            to: components["schemas"]["WirePoint"];
        };
        /** @description Something that a person should look at. */
        AlertResource: {
            /** @description Names it as long as it lasts. */
            alert_id: string;
            /** @description What is wrong, in a sentence. */
            detail: string;
            /**
             * Format: uuid
             * @description Which job; null when it concerns none.
             */
            job_id?: string;
            /** @description stuck_job, silent_provider, payment_parked, payment_difference, payment_owed, refund_reversed, fare_capped, gateway_webhook_parked, webhook_parked, webhook_endpoint_off or payout_failed. */
            kind: string;
            /**
             * Format: int64
             * @description Of payment_parked: the row to try again. Null otherwise.
             */
            outbox_row?: number;
            /**
             * Format: uuid
             * @description Which provider; null when it concerns none.
             */
            provider_id?: string;
            /**
             * Format: date-time
             * @description Since when.
             */
            since: string;
            /**
             * Format: int64
             * @description Of gateway_webhook_parked: the webhook to try again. Null otherwise.
             */
            webhook_number?: number;
        };
        /** @description An amount of money. */
        AmountResource: {
            /**
             * Format: int64
             * @description In the currency's smallest unit.
             */
            amount_minor_units: number;
            /** @description ISO 4217. */
            currency: string;
        };
        AnonymousTypeOfstring: {
            status?: string;
        };
        /** @description A key to be made for an integrator. */
        ApiKeyBody: {
            /** @description The account it acts as; null makes a new one. */
            customer_id?: string;
            /** @description For people, 1 to 100 characters. */
            name: string;
            /** @description quotes, jobs:read, jobs:write, locations, sandbox, vouchers, webhooks. */
            scopes: string[];
        };
        /** @description A key of an integrator. */
        ApiKeyResource: {
            /**
             * Format: date-time
             * @description When.
             */
            created_at: string;
            /**
             * Format: uuid
             * @description The account it acts as.
             */
            customer_id: string;
            /** @description The key itself: shown once, when it is made. */
            key?: string;
            /**
             * Format: uuid
             * @description Names it.
             */
            key_id: string;
            /** @description For people. */
            name: string;
            /**
             * Format: date-time
             * @description Since when it is void; null while it counts.
             */
            revoked_at?: string;
            /** @description What it may do. */
            scopes: string[];
        };
        /** @description A provider applies for work. */
        ApplyBody: {
            /** @description 1 to 100 characters. */
            name: string;
            /** @description The business to work for. */
            operator: string;
        };
        /** @description An operator gives a job to a provider. */
        AssignBody: {
            /**
             * Format: uuid
             * @description To whom.
             */
            provider_id: string;
        };
        BasketItemBody: {
            options?: string[];
            /** Format: uuid */
            product_id: string;
            /** Format: int32 */
            quantity?: number;
        };
        /** @description A place that a customer wants. */
        BookingBody: {
            /**
             * Format: date-time
             * @description When the slot begins.
             */
            begins_at: string;
            /**
             * Format: int32
             * @description For how many.
             */
            party: number;
            /**
             * Format: uuid
             * @description Of what.
             */
            resource_id: string;
        };
        /** @description A day of a resource, as its merchant sees it. */
        BookingDayBookResource: {
            /** @description By time, at most 1,000. */
            bookings: components["schemas"]["BookingResource"][];
            /**
             * Format: int32
             * @description How many a slot takes.
             */
            capacity: number;
            /**
             * Format: date
             * @description On the clock there.
             */
            day: string;
            /** @description Whether there are more. */
            more: boolean;
            /**
             * Format: uuid
             * @description Of what.
             */
            resource_id: string;
            /** @description By time, with what is free. */
            slots: components["schemas"]["BookingSlotResource"][];
        };
        BookingDayResource: {
            /** Format: date */
            day: string;
            hours: components["schemas"]["BookingRangeResource"][];
        };
        /** @description What is paid to book, and what of it stays with the store. */
        BookingDepositResource: {
            /** @description Of the amount. */
            currency: string;
            /**
             * Format: double
             * @description Given up so long before the slot begins, or longer, it is given back whole.
             */
            free_until_seconds?: number;
            /**
             * Format: int32
             * @description What stays when it is given up later, 0 to 10,000.
             */
            late_share_basis_points?: number;
            /**
             * Format: int32
             * @description What stays when nobody comes, 0 to 10,000.
             */
            no_show_share_basis_points?: number;
            /**
             * Format: int64
             * @description For each of the party; 0 for nothing.
             */
            per_person_minor_units?: number;
        };
        /** @description What people book: tables, seats, a chair, a fitter. */
        BookingPlaceBody: {
            /**
             * Format: double
             * @description A slot can be booked from so long before it begins.
             */
            ahead_seconds?: number;
            /**
             * Format: int32
             * @description How many people a slot takes, walk-ins among them.
             */
            capacity: number;
            /** @description What is paid to book. */
            deposit: components["schemas"]["BookingDepositResource"];
            /**
             * Format: double
             * @description So long before a slot begins people are let in.
             */
            early_seconds?: number;
            /** @description Days with hours of their own. */
            exceptions?: components["schemas"]["BookingDayResource"][];
            /**
             * Format: double
             * @description So long after it begins a store waits for who has booked.
             */
            grace_seconds?: number;
            /**
             * Format: double
             * @description How long a place is kept while the customer pays, 60 to 3,600.
             */
            hold_seconds?: number;
            /** @description Slots begin and end within these hours. */
            hours: components["schemas"]["WeeklyHoursResource"][];
            /**
             * Format: int32
             * @description The most that is booked at once, at most the capacity.
             */
            largest_party: number;
            /**
             * Format: double
             * @description A slot can be booked until so long before it begins.
             */
            lead_seconds?: number;
            /** @description For people: 1 to 100 characters. */
            name: string;
            /** @description Whether nothing is booked for now; who comes is let in. */
            paused?: boolean;
            /**
             * Format: double
             * @description How long a slot lasts, 60 to 86,400.
             */
            slot_seconds: number;
            /**
             * Format: int32
             * @description The least that is booked at once.
             */
            smallest_party?: number;
            /**
             * Format: uuid
             * @description Where.
             */
            store_id: string;
            /** @description Of the clock there, an IANA name. */
            time_zone: string;
            /**
             * Format: int32
             * @description The version that this changes; 0 for a new one.
             */
            version?: number;
        };
        /** @description What people book, as it stands. */
        BookingPlaceResource: {
            /**
             * Format: uuid
             * @description Whose.
             */
            merchant_id: string;
            /** @description What it is; its version is the one to send with a change. */
            place: components["schemas"]["BookingPlaceBody"];
            /**
             * Format: uuid
             * @description Names it.
             */
            resource_id: string;
        };
        BookingRangeResource: {
            /** Format: time */
            from: string;
            /** Format: time */
            to: string;
        };
        /** @description A booking. */
        BookingResource: {
            /**
             * Format: date-time
             * @description When the slot begins.
             */
            begins_at: string;
            /**
             * Format: uuid
             * @description Names it.
             */
            booking_id: string;
            /** @description Whether the store gave it up; null unless it was given up. */
            canceled_by_store?: boolean;
            /** @description Of every amount here. */
            currency: string;
            /** @description Whose; told to the merchant alone, null for a walk-in. */
            customer_id?: string;
            /**
             * Format: int64
             * @description What is paid to book.
             */
            deposit_minor_units: number;
            /**
             * Format: date-time
             * @description When it ends.
             */
            ends_at: string;
            /**
             * Format: date-time
             * @description Given up until then, the deposit is given back whole.
             */
            free_until: string;
            /**
             * Format: int64
             * @description What of it is given back; null unless it was paid, and given up or missed.
             */
            given_back_minor_units?: number;
            /**
             * Format: date-time
             * @description When the hold runs out; null for what is no hold.
             */
            held_until?: string;
            /** @description The job that pays for it; null for none. */
            job_id?: string;
            /**
             * Format: int64
             * @description What of the deposit stays with the store; null unless it was given up or missed.
             */
            kept_minor_units?: number;
            /**
             * Format: date-time
             * @description When it was made.
             */
            made_at: string;
            /**
             * Format: int32
             * @description For how many.
             */
            party: number;
            /**
             * Format: uuid
             * @description What is booked.
             */
            resource_id: string;
            /** @description held, confirmed, seated, done, lapsed, canceled or no_show. */
            state: string;
        };
        /** @description A time that can be booked. */
        BookingSlotResource: {
            /**
             * Format: date-time
             * @description When it begins.
             */
            begins_at: string;
            /** @description Why it cannot be booked, whatever is free: too_late, too_early or paused; null when it can. */
            closed?: string;
            /**
             * Format: date-time
             * @description When it ends.
             */
            ends_at: string;
            /**
             * Format: int32
             * @description How many places are free.
             */
            free: number;
        };
        /** @description The slots of a day. */
        BookingSlotsResource: {
            /**
             * Format: date
             * @description On the clock there.
             */
            day: string;
            /** @description What is paid to book. */
            deposit: components["schemas"]["BookingDepositResource"];
            /**
             * Format: int32
             * @description The most that is booked at once.
             */
            largest_party: number;
            /** @description What it is called. */
            name: string;
            /**
             * Format: uuid
             * @description Of what.
             */
            resource_id: string;
            /** @description By time. */
            slots: components["schemas"]["BookingSlotResource"][];
            /**
             * Format: int32
             * @description The least that is booked at once.
             */
            smallest_party: number;
            /** @description That clock. */
            time_zone: string;
        };
        /** @description What a customer is given who came by another's link, when the first job is completed. */
        BroughtResource: {
            /** @description What it will be good for. */
            benefit: components["schemas"]["VoucherBenefitResource"];
            /**
             * Format: uuid
             * @description The campaign of the link.
             */
            campaign_id: string;
            /** @description Of its amounts. */
            currency: string;
            /** @description Whether the first job was completed. */
            is_done: boolean;
            /** @description The name of the campaign that gives it. */
            name: string;
        };
        /** @description A campaign to make. */
        CampaignBody: {
            /**
             * Format: date-time
             * @description Vouchers are issued and used from here on.
             */
            begins_at: string;
            /** @description What a voucher is good for. */
            benefit: components["schemas"]["VoucherBenefitResource"];
            /**
             * Format: int64
             * @description What the funder pays at the most.
             */
            budget_minor_units: number;
            /** @description Who gets its vouchers by links, and who else gives them; null for nobody. */
            claims?: components["schemas"]["CampaignClaimsResource"];
            /** @description Of every amount here. */
            currency: string;
            /** @description The completed jobs that earn one; null when jobs do not. */
            earned_by?: components["schemas"]["CampaignEarnResource"];
            /**
             * Format: date-time
             * @description And until before this.
             */
            ends_at: string;
            /** @description Who pays for what is used. */
            funder: components["schemas"]["FunderResource"];
            /**
             * Format: int32
             * @description Uses in all; null for no bound.
             */
            most_uses?: number;
            /**
             * Format: int32
             * @description Uses by one customer; null for no bound.
             */
            most_uses_per_customer?: number;
            /**
             * Format: int32
             * @description Uses by one customer on a day; null for no bound.
             */
            most_uses_per_customer_per_day?: number;
            /**
             * Format: int32
             * @description Uses on a day; null for no bound.
             */
            most_uses_per_day?: number;
            /** @description For people: 1 to 100 characters. */
            name: string;
            /** @description Whose markets; it has to run one. */
            operator: string;
            /** @description Whether it has a code that anybody may enter, once each. */
            public_code?: boolean;
            /** @description What customers get for those they bring; null where it is not for that. */
            referral?: components["schemas"]["CampaignReferralResource"];
            /** @description What its vouchers may be used for; null for anything. */
            scope?: components["schemas"]["CampaignScopeResource"];
            /** @description Whether it goes together with others that are stackable. */
            stackable?: boolean;
            /** @description The clock of its hours and days, for instance Europe/Vienna; null for UTC. */
            time_zone?: string;
            /**
             * Format: double
             * @description A voucher ends so long after it was issued, and with the campaign at the latest; null for the campaign's end.
             */
            valid_seconds?: number;
        };
        /** @description Changes a campaign; what is null stays. */
        CampaignChangeBody: {
            /**
             * Format: date-time
             * @description An earlier end; in the past means now. A later one than it has changes nothing.
             */
            ends_at?: string;
            /** @description Whether nothing is issued, and nothing that is not held already is used, for now. */
            paused?: boolean;
        };
        /** @description Who gets a campaign's vouchers by links, and who else gives them. */
        CampaignClaimsResource: {
            /**
             * Format: int32
             * @description How many vouchers a customer gets by the link that anybody may open, 1 to 10, one after the other; left out, there is no such link.
             */
            link_per_customer?: number;
            /** @description The accounts whose keys (scope `vouchers`) make links for one voucher each and report jobs. */
            partners?: string[];
        };
        /** @description Which completed jobs earn a voucher. What is left out bounds nothing. */
        CampaignEarnResource: {
            /** @description Where. */
            markets?: string[];
            /** @description Whose. */
            merchants?: string[];
            /**
             * Format: int64
             * @description The least that the customer has paid.
             */
            minimum_paid_minor_units?: number;
            /** @description Which kinds of service. */
            service_classes?: string[];
        };
        /** @description What a campaign came to, its money by the ledger. */
        CampaignFiguresResource: {
            /**
             * Format: uuid
             * @description Which.
             */
            campaign_id: string;
            /** @description What each funder pays for what was used, its kind and id. */
            costs: components["schemas"]["FundedAmountResource"][];
            /** @description Of its vouchers. */
            currency: string;
            /** @description The jobs that earned its vouchers, by currency. */
            earned_by: components["schemas"]["CampaignJobsResource"][];
            /**
             * Format: int64
             * @description Those whose time is over.
             */
            expired: number;
            /**
             * Format: int64
             * @description How many of these suggestions were followed.
             */
            followed: number;
            /**
             * Format: int64
             * @description All vouchers.
             */
            issued: number;
            /** @description For people. */
            name: string;
            /**
             * Format: int64
             * @description Those that can be used, or that an order holds.
             */
            open: number;
            /** @description By what its vouchers came to customers; a way that none came by is left out. */
            sources: components["schemas"]["CampaignSourceResource"][];
            /**
             * Format: int64
             * @description How often it was suggested to a customer.
             */
            suggested: number;
            /**
             * Format: int64
             * @description Those that were used.
             */
            used: number;
            /** @description The jobs that used its vouchers, by currency. */
            used_by: components["schemas"]["CampaignJobsResource"][];
            /**
             * Format: int64
             * @description Those that were taken back.
             */
            voided: number;
        };
        /** @description Jobs that have to do with a campaign. */
        CampaignJobsResource: {
            /** @description What they came to: the revenue is the gross, beside the platform's margin. */
            economics: components["schemas"]["EconomicsResource"];
            /**
             * Format: int64
             * @description How many.
             */
            jobs: number;
        };
        /** @description A campaign whose vouchers customers get for those they bring. */
        CampaignReferralResource: {
            /** @description The campaign that gives whoever was brought a voucher; left out, this one. */
            friend_campaign_id?: string;
            /**
             * Format: int32
             * @description So many at the most for one customer who brings others, 1 to 10,000.
             */
            most_per_referrer: number;
        };
        /** @description A campaign as it stands. */
        CampaignResource: {
            /**
             * Format: uuid
             * @description Names it.
             */
            campaign_id: string;
            /** @description What anybody may enter to get one of its vouchers; null for none. */
            code?: string;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /**
             * Format: int32
             * @description Vouchers there are of it, in whatever state.
             */
            issued: number;
            /**
             * Format: int64
             * @description What is left of the budget.
             */
            left_minor_units: number;
            /** @description The link that anybody may open; null for none. */
            link?: components["schemas"]["ClaimLinkResource"];
            /**
             * Format: int64
             * @description What the funder will be charged at the most for what quotes and jobs hold.
             */
            reserved_minor_units: number;
            /**
             * Format: int64
             * @description What the funder was charged.
             */
            spent_minor_units: number;
            /** @description scheduled, running, paused or ended. */
            state: string;
            /** @description What it was made with; its end may have been brought forward since. */
            terms: components["schemas"]["CampaignBody"];
            /**
             * Format: int32
             * @description Used and held.
             */
            uses: number;
        };
        /** @description What a campaign's vouchers may be used for. What is left out bounds nothing. */
        CampaignScopeResource: {
            /** @description Whether it is only for who has completed nothing in the market before. */
            first_time_only?: boolean;
            /** @description When it is ordered. */
            hours?: components["schemas"]["WeeklyHoursResource"][];
            /** @description Where. */
            markets?: string[];
            /** @description Whose goods or services. */
            merchants?: string[];
            /**
             * Format: int64
             * @description The least price before discounts.
             */
            minimum_spend_minor_units?: number;
            /** @description Which kinds of service. */
            service_classes?: string[];
            /** @description One of these pricing zones is where the order begins or ends. */
            zones?: string[];
        };
        /** @description The vouchers of a campaign that came by one way. */
        CampaignSourceResource: {
            /**
             * Format: int64
             * @description How many, in whatever state.
             */
            issued: number;
            /** @description job, code, link, referral, partner, game or operator. */
            source: string;
            /**
             * Format: int64
             * @description How many of them were used.
             */
            used: number;
        };
        /** @description Why a job is canceled. */
        CancelBody: {
            /** @description changed_mind, wait_too_long, provider_unable, operator_decision, stuck, safety or unspecified (the default). */
            reason?: string;
        };
        /** @description What one cause moved on an account. */
        CauseResource: {
            /** @description The event. */
            cause: string;
            /**
             * Format: int64
             * @description Its credits.
             */
            credit_minor_units: number;
            /**
             * Format: int64
             * @description Its debits.
             */
            debit_minor_units: number;
        };
        /** @description Orders several jobs of which each follows another: all or none. */
        ChainBody: {
            /** @description What, in order: 2 to 5. */
            legs: components["schemas"]["LegBody"][];
            /** @description One of the customer's methods, charged for each leg on its own; null for the first of them. */
            payment_method?: string;
        };
        /** @description One leg. */
        ChainLegResource: {
            /** @description Whether this state is an end. */
            ended: boolean;
            /**
             * Format: int32
             * @description The leg that has to be completed before; left out for the first.
             */
            follows?: number;
            /** @description The job; left out for a merchant whose order it is not. */
            job?: components["schemas"]["JobResource"];
            /**
             * Format: int32
             * @description Counted from 1.
             */
            number: number;
            /** @description Where it stands. */
            state: components["schemas"]["JobState"];
            /** @description Whether it waits for the leg that it follows. */
            waits: boolean;
        };
        /** @description Jobs that were ordered together. */
        ChainResource: {
            /**
             * Format: uuid
             * @description Names it.
             */
            chain_id: string;
            /**
             * Format: uuid
             * @description Whose it is.
             */
            customer_id: string;
            /** @description Its legs, in order. */
            legs: components["schemas"]["ChainLegResource"][];
        };
        /** @description A link that a customer opened. */
        ClaimBody: {
            /** @description The journey that goes on with it; null for a new one. */
            journey_id?: string;
            /** @description Where the customer is. */
            market: string;
            /** @description What the link says in `claim`. */
            token: string;
        };
        /** @description A link that gives a voucher. */
        ClaimLinkResource: {
            /**
             * Format: date-time
             * @description From when on it gives nothing.
             */
            expires_at: string;
            /** @description Where it leads, on the server of the pages. */
            link: string;
            /** @description What `POST /v1/vouchers/claim` takes. */
            token: string;
        };
        /** @description Links for one voucher each. */
        ClaimLinksBody: {
            /**
             * Format: int32
             * @description How many, 1 to 1,000.
             */
            count?: number;
            /** @description By a key game, its default, or partner; by an operator link. */
            source?: string;
            /**
             * Format: double
             * @description How long they are good for; left out, until the campaign ends, and never longer.
             */
            valid_seconds?: number;
        };
        /** @description Links for one voucher each. */
        ClaimLinksResource: {
            /** @description As many as were asked for. */
            links: components["schemas"]["ClaimLinkResource"][];
        };
        /** @description What a link gave. */
        ClaimResource: {
            /**
             * Format: uuid
             * @description The journey that it begins or goes on with.
             */
            journey_id: string;
            /** @description What the customer will be given; left out where the link gave a voucher. */
            referral?: components["schemas"]["BroughtResource"];
            /** @description The customer's voucher; left out where the link is another customer's. */
            voucher?: components["schemas"]["VoucherResource"];
        };
        /** @description A code that a customer shows at a counter. */
        CodeBody: {
            /** @description As it was shown or said. */
            code: string;
        };
        /** @description Customers whose first completed job was in one week. */
        CohortResource: {
            /** @description How many of them completed another job in the first to the eighth seven days after their own first. A week that is not over yet grows. */
            again: number[];
            /**
             * Format: int64
             * @description How many.
             */
            customers: number;
            /** @description The same as shares of the customers. */
            shares: number[];
            /**
             * Format: date
             * @description The Monday, UTC.
             */
            week_begins: string;
        };
        /** @description Who came back to a market. */
        CohortsResource: {
            /** @description By the week of the first completed job; weeks without anybody new are left out. */
            cohorts: components["schemas"]["CohortResource"][];
            /** @description Which. */
            market: string;
        };
        /** @description Ends the service. */
        CompleteBody: {
            /**
             * Format: double
             * @description The distance as measured; left out, the quoted one is priced.
             */
            measured_metres?: number;
            /** @description What the customer said at the door, where goods are brought and the terms ask for a code. */
            pin?: string;
            /** @description Who signed for the goods, where they do not. */
            signed_by?: string;
        };
        /** @description What a customer lets a merchant's counters see, and for how long: notes and the vouchers that can be used there. */
        ConsentBody: {
            /** @description Only at this store; null for all of the merchant's. */
            store_id?: string;
            /**
             * Format: double
             * @description 60 s to 366 days; null for 4 h, which is about one visit.
             */
            valid_seconds?: number;
        };
        /** @description A consent that is in force. */
        ConsentResource: {
            /**
             * Format: date-time
             * @description When it was given.
             */
            given_at: string;
            /** @description The merchant's name. */
            merchant: string;
            /**
             * Format: uuid
             * @description Whose counters may look.
             */
            merchant_id: string;
            /** @description The store's name. */
            store?: string;
            /**
             * Format: uuid
             * @description Only at this store; null for all of the merchant's.
             */
            store_id?: string;
            /**
             * Format: date-time
             * @description When it ends by itself.
             */
            until: string;
        };
        /** @description The code that a customer shows at a counter, to see what the customer shares there. */
        CounterCodeBody: {
            /** @description As it was shown or said. */
            code: string;
            /** @description Where; null for the one store that the caller works at. */
            store_id?: string;
        };
        /** @description What a customer shares with a counter. Without a consent that is in force there, it is the same for everybody: nothing. */
        CounterCustomerResource: {
            /** @description The customer's own words; null without one. */
            notes?: string[];
            /** @description Whether a consent is in force. */
            shared: boolean;
            /**
             * Format: date-time
             * @description When it ends; null without one.
             */
            until?: string;
            /** @description What the customer could use here now, that ends first in front; null without one. */
            vouchers?: components["schemas"]["CounterVoucherResource"][];
        };
        CounterVoucherResource: {
            benefit: components["schemas"]["VoucherBenefitResource"];
            currency: string;
            /** Format: date-time */
            expires_at: string;
            /** Format: int64 */
            minimum_spend_minor_units?: number;
            name: string;
        };
        /** @description What a customer says of themselves. */
        CustomerBody: {
            /** @description 1 to 100 characters. */
            name: string;
        };
        /** @description A customer. */
        CustomerResource: {
            /** @description What is known of those that the gateway keeps; null for none. */
            cards?: components["schemas"]["SavedMethodResource"][];
            /**
             * Format: uuid
             * @description Who.
             */
            customer_id: string;
            /** @description As the customer gave it. */
            name: string;
            /** @description Tokens of the payment gateway; the first is the default. */
            payment_methods: string[];
        };
        /** @description Where a customer wants to go instead. */
        DestinationBody: {
            /** @description The new last stop. */
            destination: components["schemas"]["WirePoint"];
        };
        /** @description Lets a job end elsewhere. */
        DestinationChangeBody: {
            /** @description The signed quote of `/destination/quote`, unchanged. */
            quote: string;
        };
        /** @description The way to the next stop of a job. */
        DirectionsResource: {
            /**
             * Format: double
             * @description Along the roads.
             */
            distance_metres: number;
            /**
             * Format: double
             * @description As expected now.
             */
            duration_seconds: number;
            /** @description [longitude, latitude] pairs. */
            line: number[][];
        };
        /** @description How long something took. */
        DurationResource: {
            /**
             * Format: int64
             * @description How many times it was measured; without any the others are left out.
             */
            count: number;
            /**
             * Format: double
             * @description The mean.
             */
            mean_seconds?: number;
            /**
             * Format: double
             * @description Half took no longer.
             */
            p50_seconds?: number;
            /**
             * Format: double
             * @description Nineteen of twenty took no longer.
             */
            p95_seconds?: number;
        };
        /** @description What a provider earned with a job. */
        EarningResource: {
            /**
             * Format: int64
             * @description Net of the commission.
             */
            amount_minor_units: number;
            /**
             * Format: date-time
             * @description When it was posted.
             */
            at: string;
            /** @description Of the amount. */
            currency: string;
            /**
             * Format: uuid
             * @description The job.
             */
            job_id: string;
        };
        /** @description What a provider earned in a period. */
        EarningsResource: {
            /**
             * Format: date-time
             * @description Its begin, included.
             */
            from: string;
            /** @description A line for each job, the latest first; at most 1,000. */
            items: components["schemas"]["EarningResource"][];
            /**
             * Format: date-time
             * @description Its end, not included.
             */
            to: string;
            /** @description A sum for each currency. */
            totals: components["schemas"]["AmountResource"][];
        };
        /** @description What a job, or many, came to, by the ledger. */
        EconomicsResource: {
            /** @description Every kind of account that moved, credits less debits; they sum to zero. */
            accounts: components["schemas"]["AccountAmountResource"][];
            /**
             * Format: int64
             * @description What customers were charged.
             */
            captured_minor_units: number;
            /**
             * Format: int64
             * @description What they took there by card, at terminals of their own.
             */
            card_at_door_minor_units?: number;
            /**
             * Format: int64
             * @description What providers took at the door in cash.
             */
            cash_minor_units?: number;
            /**
             * Format: int64
             * @description What the platform kept of it, less what it gave back in refunds.
             */
            commission_minor_units: number;
            /** @description Of every amount here. */
            currency: string;
            /** @description What funders paid of it. */
            discounts: components["schemas"]["FundedAmountResource"][];
            /**
             * Format: int64
             * @description What is held in disputes, or was lost in them.
             */
            disputed_minor_units: number;
            /**
             * Format: int64
             * @description What the gateway kept; 0 until it is known.
             */
            gateway_fees_minor_units: number;
            /**
             * Format: int64
             * @description The price before discounts, tax included.
             */
            gross_minor_units: number;
            /**
             * Format: int64
             * @description What the merchant earned, likewise.
             */
            merchant_net_minor_units: number;
            /**
             * Format: int64
             * @description Commission less the discounts that the platform funds, gateway fees and disputes; may be negative.
             */
            platform_margin_minor_units: number;
            /**
             * Format: int64
             * @description What the provider earned, tips included, less what was taken back.
             */
            provider_net_minor_units: number;
            /**
             * Format: int64
             * @description What they were given back.
             */
            refunded_minor_units: number;
            /**
             * Format: int64
             * @description The tax in it, less what was given back.
             */
            tax_minor_units: number;
            /**
             * Format: int64
             * @description The part of the provider's net that is tips.
             */
            tips_minor_units: number;
            /**
             * Format: int64
             * @description What of tips was given back: off the tips, and a part of what was refunded.
             */
            tips_refunded_minor_units?: number;
        };
        /** @description Says whether extra work is wanted. */
        ExtraAnswerBody: {
            /** @description Whether. */
            approved: boolean;
        };
        /** @description Offers extra work that turned out to be needed. */
        ExtraBody: {
            /**
             * Format: int64
             * @description What it costs, before tax that is added; above zero.
             */
            amount_minor_units: number;
            /** @description For people: 1 to 200 characters. */
            what: string;
        };
        ExtraView: {
            /** Format: int64 */
            amount_minor_units: number;
            approved?: boolean;
            /** Format: int32 */
            number: number;
            what: string;
        };
        /** @description One line of a price. */
        FareLineResource: {
            /**
             * Format: int64
             * @description Tax included; negative only for a discount.
             */
            amount_minor_units: number;
            /** @description Of a discount: platform, merchant, operator or provider. Null on every other line. */
            funded_by?: string;
            /** @description Of a discount: which merchant, operator or provider. Null for the platform. */
            funder_id?: string;
            /** @description base, distance, time, minimum_top_up, multiplier, discount, cancellation_fee, no_show_fee, waiting or tax (where it is added to the prices). */
            kind: string;
        };
        /** @description How many providers of a round could not have a job. */
        FilteredResource: {
            /**
             * Format: int32
             * @description Had declined it, or let its offer lapse.
             */
            excluded: number;
            /**
             * Format: int32
             * @description Lack what it requires: room for its load, a rating.
             */
            lacking: number;
            /**
             * Format: int32
             * @description Lack a skill that it asks for.
             */
            lacks_skill?: number;
            /**
             * Format: int32
             * @description Stood too far off the roads to be in the round.
             */
            off_road?: number;
            /**
             * Format: int32
             * @description Came from farther than the job's radius.
             */
            too_far: number;
            /**
             * Format: int32
             * @description Would have come after the deadline.
             */
            too_late: number;
            /**
             * Format: int32
             * @description Would miss a booked job that they have promised.
             */
            would_miss_commitment?: number;
        };
        /** @description What one funder paid for discounts. */
        FundedAmountResource: {
            /**
             * Format: int64
             * @description How much.
             */
            amount_minor_units: number;
            /** @description Of a job its kind and id, for instance `merchant/0198…`; of many jobs the kind alone: platform, merchant, operator or provider. */
            funder: string;
        };
        /** @description Who pays for a discount. */
        FunderResource: {
            /** @description The party's id; null only for the platform. */
            id?: string;
            /** @description platform, merchant, operator or provider. */
            kind: string;
        };
        /** @description A market's funnel. */
        FunnelResource: {
            /** @description source or campaign. */
            by: string;
            /**
             * Format: date-time
             * @description At this instant or later.
             */
            from: string;
            /** @description Which. */
            market: string;
            /** @description In order of key; what nothing came of is left out. */
            rows: components["schemas"]["FunnelRowResource"][];
            /**
             * Format: date-time
             * @description Before this instant.
             */
            to: string;
            /** @description All of them. */
            total: components["schemas"]["FunnelRowResource"];
        };
        /** @description A line of a funnel. A rate is left out where it would be of nothing. */
        FunnelRowResource: {
            /**
             * Format: int64
             * @description Consumption: jobs completed.
             */
            completed: number;
            /**
             * Format: double
             * @description Of what was ordered.
             */
            completed_per_order?: number;
            /** @description The source, or the campaign's id; empty for no campaign, and of the total. */
            key: string;
            /**
             * Format: int64
             * @description Customers whose first completed job in the market is one of those.
             */
            newcomers: number;
            /**
             * Format: int64
             * @description Jobs ordered.
             */
            orders: number;
            /**
             * Format: double
             * @description Conversion of what was quoted.
             */
            orders_per_quote?: number;
            /**
             * Format: double
             * @description Conversion.
             */
            orders_per_touch?: number;
            /**
             * Format: int64
             * @description Quotes given.
             */
            quotes: number;
            /**
             * Format: int64
             * @description Feedback: of the completed jobs, those that their customers have rated.
             */
            rated: number;
            /**
             * Format: double
             * @description Of the completed jobs.
             */
            rated_share?: number;
            /**
             * Format: int64
             * @description Retention: of these, who completed another within 30 days after.
             */
            retained: number;
            /**
             * Format: double
             * @description Of the newcomers.
             */
            retained_share?: number;
            /**
             * Format: int64
             * @description Traffic: times that customers came.
             */
            touches: number;
        };
        /** @description What the orders of one hour of the day came to, in all days of the period. */
        HourFiguresResource: {
            /**
             * Format: int64
             * @description The prices then.
             */
            gross_before_minor_units: number;
            /**
             * Format: int64
             * @description The prices before discounts.
             */
            gross_minor_units: number;
            /**
             * Format: int32
             * @description 0 to 23, as the clock at the store shows it.
             */
            hour: number;
            /**
             * Format: int64
             * @description Orders.
             */
            ordered: number;
            /**
             * Format: int64
             * @description Orders of the weeks before.
             */
            ordered_before: number;
            /**
             * Format: int64
             * @description How often something was had at a counter.
             */
            redemptions: number;
            /**
             * Format: int64
             * @description How often something was had then.
             */
            redemptions_before: number;
            /** @description Whether it is the second time that the clock shows it that day, because it was put back. */
            repeated: boolean;
        };
        /** @description What a job came to. */
        JobEconomicsResource: {
            /** @description By its transfers; all zero while it has none. */
            economics: components["schemas"]["EconomicsResource"];
            /**
             * Format: uuid
             * @description The job.
             */
            job_id: string;
            /** @description Where its payment stands. */
            payment: string;
            /** @description Where it stands. */
            state: string;
        };
        /** @description Who does a job, as its customer sees it. */
        JobProviderResource: {
            /** @description As given at the application. */
            name: string;
            /**
             * Format: int32
             * @description How many ratings of it are shown.
             */
            rating_count: number;
            /**
             * Format: double
             * @description How it is rated, the latest ratings first in weight, 1 to 5; null when there is none.
             */
            rating_score?: number;
            /** @description Whether an operator has approved it, and nobody has suspended it since. */
            verified: boolean;
        };
        /** @description What both sides of a job say of each other, as far as the caller may see it. */
        JobRatingsResource: {
            /**
             * Format: uuid
             * @description Of which job.
             */
            job_id: string;
            /** @description What the caller said; null for nothing yet. */
            mine?: components["schemas"]["RatingResource"];
            /**
             * Format: date-time
             * @description Until then a side can rate; from then on what was said is shown.
             */
            open_until: string;
            /** @description What the caller can say of the other in a word. */
            tags: string[];
            /** @description What the other said; null for nothing, or until both have spoken or the time is over. */
            theirs?: components["schemas"]["RatingResource"];
        };
        /** @description A job. */
        JobResource: {
            /**
             * Format: int32
             * @description How many times matching has begun.
             */
            attempt: number;
            /**
             * Format: int64
             * @description What was captured.
             */
            captured_minor_units: number;
            /** @description Whether the customer pays the provider in hand: then no payment is captured, and the fare is what the provider takes. */
            cash?: boolean;
            /** @description Which chain it is a leg of; left out for a job by itself. */
            chain_id?: string;
            /**
             * Format: date-time
             * @description When this version came to be.
             */
            changed_at: string;
            /** @description Of every amount here. */
            currency: string;
            /**
             * Format: uuid
             * @description Who pays.
             */
            customer_id: string;
            /** @description Whether this state is an end; ends never change. */
            ended: boolean;
            /** @description Extra work that was offered; left out for none. */
            extras?: components["schemas"]["ExtraView"][];
            /**
             * Format: int64
             * @description The final price; the quoted one until the end.
             */
            fare_minor_units: number;
            /**
             * Format: uuid
             * @description Names it.
             */
            job_id: string;
            /** @description For its customer and operators alone, which journey it is of; left out for none. */
            journey_id?: string;
            /** @description Which product it is (delivery, home_service, redemption); left out for a ride. */
            kind?: string;
            /**
             * Format: int32
             * @description Which leg, counted from 1; left out for a job by itself.
             */
            leg?: number;
            /** @description Where. */
            market: string;
            /**
             * Format: int32
             * @description The index of the next stop to be done.
             */
            next_stop: number;
            /** @description With what the customer pays the provider: `cash` in hand, or `card` at the provider's own terminal; then no payment is captured, and the fare is what the provider takes. Left out for what is paid otherwise. */
            paid_at_door?: string;
            /** @description Where its payment stands. */
            payment: components["schemas"]["PaymentState"];
            /** @description For its customer alone, while the payment requires_action: the token (Stripe: the client secret) with which the app lets the customer confirm. */
            payment_action?: string;
            /**
             * Format: date-time
             * @description For its customer alone, where the job itself is asked for, and of a delivery or a home service that is not over: the time it is booked for; left out for none.
             */
            pick_up_at?: string;
            /**
             * Format: date-time
             * @description The latest arrival at the pick-up.
             */
            pick_up_by: string;
            /**
             * Format: date-time
             * @description The expected arrival; null when nobody has it.
             */
            pick_up_due?: string;
            /** @description For its customer alone, what to tell now: the provider before the service begins, the courier at the door, the counter while the code is good. */
            pin?: string;
            /** @description How a delivery was handed over: code or signature; left out until it was. */
            proof?: string;
            /** @description For its customer alone, where the job itself is asked for: who has it; left out when nobody has. */
            provider?: components["schemas"]["JobProviderResource"];
            /**
             * Format: uuid
             * @description Who has it; null when nobody has.
             */
            provider_id?: string;
            /**
             * Format: int64
             * @description What was paid back.
             */
            refunded_minor_units?: number;
            /**
             * Format: date-time
             * @description When it was ordered.
             */
            requested_at: string;
            /** @description What a store sold with it; left out for nothing. */
            sale?: components["schemas"]["SaleView"];
            /** @description What kind of service. */
            service_class: string;
            /** @description Who signed for it; left out where nobody did. */
            signed_by?: string;
            /** @description Where it stands. */
            state: components["schemas"]["JobState"];
            /** @description Pick-up first, drop-off last. */
            stops: components["schemas"]["WirePoint"][];
            /** @description For its customer alone, while a tip waits for the customer's confirmation: the token with which the app lets the customer confirm it. */
            tip_action?: string;
            /**
             * Format: int64
             * @description The tip that was charged.
             */
            tip_minor_units?: number;
            /**
             * Format: int64
             * @description What of the tip was paid back.
             */
            tip_refunded_minor_units?: number;
            /**
             * Format: uuid
             * @description With what; null when nobody has it.
             */
            vehicle_id?: string;
            /**
             * Format: int64
             * @description How many events made this state; also the sequence of the stream `job/{job_id}`.
             */
            version: number;
            /** @description The job that has to be completed before this one begins; left out when it waits for none. */
            waits_for?: string;
        };
        /**
         * @description A job's state on the wire. The values never change; see the domain's JobStatus for their meaning.
         * @enum {unknown}
         */
        JobState: "scheduled" | "matching" | "accepted" | "en_route_to_pickup" | "arrived_at_pickup" | "in_progress" | "completed" | "canceled_by_customer" | "canceled_by_provider" | "canceled_by_platform" | "no_show" | "no_providers_available" | "expired" | "failed";
        /** @description A customer came. No name, phone or place belongs in it. */
        JourneyBody: {
            /** @description Which campaign brought the customer; null for none. */
            campaign_id?: string;
            /** @description The journey that goes on with it; null for a new one. */
            journey_id?: string;
            /** @description What tells touches of one source apart: 1 to 40 of a to z, 0 to 9, - and _, at most four digits in a row; null for nothing. */
            label?: string;
            /** @description Where. */
            market: string;
            /** @description Whose link or code it was; null for none, or the store's. */
            merchant_id?: string;
            /** @description By what: link, qr, portal, chat_app, campaign, search or referral. */
            source: string;
            /** @description At which store it was; null for none. */
            store_id?: string;
            /** @description The suggestion that was followed, with the source campaign: it says the rest, and is counted once; null for none. */
            suggestion_id?: string;
            /** @description A new id, so that a repetition after a lost answer is known; null for one that is not repeated. */
            touch_id?: string;
        };
        /** @description A journey. */
        JourneyResource: {
            /**
             * Format: uuid
             * @description Names it; quotes go on with it. Who knows it may, so that it is told to nobody else.
             */
            journey_id: string;
        };
        JsonElement: unknown;
        /** @description The books. */
        LedgerResource: {
            /** @description What every kind of account comes to. */
            accounts: components["schemas"]["AccountResource"][];
            /**
             * Format: date-time
             * @description When they were last held against the jobs.
             */
            checked_at?: string;
            /** @description The first that did not agree; null when all did. */
            first_fault?: string;
            /**
             * Format: int64
             * @description What does not agree; 0 when the books balance. Null until the first check.
             */
            imbalance_minor_units?: number;
            /** @description The money at a glance, one for each currency. */
            money: components["schemas"]["MoneyResource"][];
        };
        /** @description One leg of an order. */
        LegBody: {
            /**
             * Format: int32
             * @description The number of the leg that has to be completed before, counted from 1; null for the one before it. The first leg follows none.
             */
            follows?: number;
            /** @description The signed quote, unchanged; each leg has its own. */
            quote: string;
        };
        LocationRefusalResource: {
            /** Format: int32 */
            index: number;
            reason: string;
        };
        /** @description Where providers were. */
        LocationsBody: {
            /** @description Of a fleet gateway: the market of all of them. A provider leaves it out: that of its shift counts. */
            market?: string;
            /** @description At most 1,000. */
            reports: {
                /** Format: date-time */
                at?: string;
                latitude: number;
                longitude: number;
                provider_id?: string;
            }[];
        };
        /** @description What became of location reports. */
        LocationsResource: {
            /**
             * Format: int32
             * @description How many were taken in; the others were refused.
             */
            accepted: number;
            /** @description The first 100 that were refused, in the order in which they were sent; null when none was. */
            refused?: components["schemas"]["LocationRefusalResource"][];
        };
        /** @description One time that a counter was shown what the customer shares. */
        LookResource: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /**
             * Format: uuid
             * @description The order whose code was shown.
             */
            job_id: string;
            /**
             * Format: uuid
             * @description Names it.
             */
            look_id: string;
            /** @description The merchant's name. */
            merchant: string;
            /**
             * Format: uuid
             * @description Who looked.
             */
            merchant_id: string;
            /**
             * Format: int32
             * @description How many notes were shown.
             */
            notes: number;
            /** @description The store's name. */
            store: string;
            /**
             * Format: uuid
             * @description Where.
             */
            store_id: string;
            /**
             * Format: int32
             * @description How many vouchers were shown.
             */
            vouchers: number;
        };
        MapCell: {
            /** Format: int32 */
            available: number;
            cell: string;
            /** Format: double */
            latitude: number;
            /** Format: double */
            longitude: number;
            /** Format: int32 */
            on_trip: number;
            /** Format: int32 */
            reserved: number;
            /** Format: int32 */
            stopped: number;
        };
        /** @description What changed on the map of a market since the frame before, or all of it in a snapshot. */
        MapFrame: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description Of a part that is looked at from afar, in place of its vehicles: the cells whose vehicles have changed. Null of others. */
            cells?: components["schemas"]["MapCell"][];
            /**
             * Format: int64
             * @description Of the vehicle indexes; when it changes, all is to be asked for anew.
             */
            epoch: number;
            /**
             * Format: int32
             * @description The index of the first of them.
             */
            first_index: number;
            /** @description Vehicles that got an index: the provider ids, beginning with FirstIndex. */
            joined: string[];
            /** @description The market. */
            market: string;
            /** @description Jobs that wait no longer. */
            no_longer_waiting: string[];
            /**
             * Format: int64
             * @description 1, 2, 3 ...; after a gap all is to be asked for anew.
             */
            sequence: number;
            /**
             * Format: byte
             * @description Base64 of 13 bytes for each vehicle that moved or changed, little endian: index (uint32), longitude and latitude in millionths of a degree (int32 each), state (byte: 0 offline, which takes it off the map; 1 available; 2 reserved; 3 on trip; 4 stopped).
             */
            vehicles: string;
            /** @description Jobs that nobody has, which came to be so: place of the pick-up. */
            waiting: components["schemas"]["WaitingJob"][];
        };
        /** @description What a map of a market is drawn from. */
        MapResource: {
            /** @description The service area: polygons of rings of [longitude, latitude] pairs, as in a GeoJSON MultiPolygon. */
            area: number[][][][];
            /** @description West, south, east, north. */
            bounds: number[];
            /** @description The market. */
            market: string;
            /** @description Line segments: each longitude, latitude, longitude, latitude. */
            roads: number[][];
        };
        /** @description What the jobs of a market and service class came to in one currency. */
        MarketEconomicsResource: {
            /** @description By these. */
            economics: components["schemas"]["EconomicsResource"];
            /** @description The market. */
            market: string;
            /** @description The service class. */
            service_class: string;
            /**
             * Format: int64
             * @description Of how many transfers.
             */
            transfers: number;
        };
        /** @description A market. */
        MarketResource: {
            /** @description West, south, east, north of its map; null when it has none here. */
            bounds?: number[];
            /** @description Its name. */
            market: string;
            /** @description Who runs it. */
            operator: string;
            /** @description Whether it takes no orders for now. */
            paused: boolean;
            /** @description What can be ordered in it. */
            service_classes: components["schemas"]["ServiceClassResource"][];
        };
        /** @description A provider that could have had a job. What the round compared is the sum of the three. */
        MatchCandidateResource: {
            /**
             * Format: double
             * @description How long it drives to the pick-up.
             */
            drive_seconds: number;
            /**
             * Format: double
             * @description How long until it could set out.
             */
            free_in_seconds: number;
            /**
             * Format: uuid
             * @description The job it got or kept instead.
             */
            got_job_id?: string;
            /**
             * Format: uuid
             * @description Who.
             */
            provider_id: string;
            /**
             * Format: double
             * @description What taking the job from the one who has it counts.
             */
            swap_penalty_seconds: number;
        };
        /** @description How a job was matched. */
        MatchesResource: {
            /**
             * Format: uuid
             * @description The job.
             */
            job_id: string;
            /** @description The latest first, at most 50. Those that the dispatch shard still has: it keeps the latest decisions in memory. */
            rounds: components["schemas"]["MatchRoundResource"][];
        };
        /** @enum {unknown} */
        MatchReason: "no_vehicles" | "all_too_far" | "all_excluded" | "lost_to_others" | "all_committed" | "all_lack_skill" | null;
        /** @description How a job was decided in one round. */
        MatchRoundResource: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description The cheapest, cheapest first. */
            candidates: components["schemas"]["MatchCandidateResource"][];
            /**
             * Format: uuid
             * @description Who was to get it; null for nobody.
             */
            chosen_provider_id?: string;
            /** @description How many providers could not have it, and why. */
            filtered: components["schemas"]["FilteredResource"];
            /**
             * Format: uuid
             * @description Who had it before; null for nobody.
             */
            held_by_provider_id?: string;
            /** @description By which policy. */
            policy: string;
            /**
             * Format: double
             * @description What the chosen one costs more than the cheapest.
             */
            regret_seconds?: number;
            /**
             * Format: uuid
             * @description The cheapest that was not chosen.
             */
            runner_up_provider_id?: string;
            /**
             * Format: double
             * @description What staying without a provider counted.
             */
            unmatched_price_seconds: number;
            /** @description Why nobody got it; null when somebody did. */
            unmatched_reason?: components["schemas"]["MatchReason"];
        };
        /** @description A merchant that an operator takes. */
        MerchantBody: {
            /** @description Of all its prices. */
            currency: string;
            /** @description Its id, where a market's definition names it already; null for a new one. */
            merchant_id?: string;
            /** @description For people: 1 to 100 characters. */
            name: string;
            /** @description In whose markets it sells. */
            operator: string;
        };
        /** @description A merchant. */
        MerchantResource: {
            /** @description Of all its prices. */
            currency: string;
            /**
             * Format: uuid
             * @description Which.
             */
            merchant_id: string;
            /** @description For people. */
            name: string;
            /** @description In whose markets it sells. */
            operator: string;
            /** @description applied, verified or suspended. */
            standing: string;
        };
        /** @description Whom a merchant's token, or its staff's, stands for. */
        MerchantSelfResource: {
            /** @description The merchant. */
            merchant: components["schemas"]["MerchantResource"];
            /** @description owner or counter. */
            role: string;
            /**
             * Format: uuid
             * @description The one store that it sees; null for all.
             */
            store_id?: string;
        };
        /** @description What a merchant's orders came to, and what those of the same weekdays before did. */
        MerchantStatisticsResource: {
            /**
             * Format: date-time
             * @description When it was counted.
             */
            at: string;
            /** @description Of the same weekdays before. */
            before: components["schemas"]["SaleFiguresResource"];
            /** @description Of all amounts. */
            currency: string;
            /** @description Of all stores together. */
            figures: components["schemas"]["SaleFiguresResource"];
            /**
             * Format: date
             * @description The first day, at the stores.
             */
            from: string;
            /** @description By hour of the day, as the day goes: a day on which the clock is put forward has 23, one on which it is put back 25. */
            hours: components["schemas"]["HourFiguresResource"][];
            /**
             * Format: uuid
             * @description The one store that it is of; left out for all.
             */
            store_id?: string;
            /** @description Store by store, in order of name. */
            stores: components["schemas"]["StoreStatisticsResource"][];
            /**
             * Format: date
             * @description The day after the last.
             */
            to: string;
        };
        /** @description Something that happened to a customer. */
        MomentResource: {
            /**
             * Format: int64
             * @description Left out for none.
             */
            amount_minor_units?: number;
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /**
             * Format: int64
             * @description Pieces had, seats booked, or stars.
             */
            count?: number;
            /** @description Of the amount. */
            currency?: string;
            /** @description In a word: the service, the state of an end or a booking, the campaign's name, the kind of the wallet's entry. */
            detail?: string;
            /**
             * Format: uuid
             * @description The job that it belongs to; left out for none.
             */
            job_id?: string;
            /**
             * Format: uuid
             * @description The journey that it belongs to; left out for none that is known.
             */
            journey_id?: string;
            /** @description ordered, redeemed, completed, ended, booked, voucher_issued, voucher_used, voucher_expired, rated, wallet_moved or suggested. */
            kind: string;
            /**
             * Format: uuid
             * @description The job, booking, voucher or campaign that it is about; what a wallet's entry is for.
             */
            subject_id: string;
            /** @description offline for what was had or done (redeemed, completed), else online. */
            where: string;
        };
        /** @description The money of a currency at a glance, by the ledger. */
        MoneyResource: {
            /**
             * Format: int64
             * @description What customers were charged.
             */
            captured_minor_units: number;
            /** @description Of the amounts. */
            currency: string;
            /**
             * Format: int64
             * @description What the gateway kept.
             */
            gateway_fees_minor_units: number;
            /**
             * Format: int64
             * @description What the platform has earned.
             */
            platform_revenue_minor_units: number;
            /**
             * Format: int64
             * @description What is owed to providers.
             */
            provider_payable_minor_units: number;
            /**
             * Format: int64
             * @description What they were given back.
             */
            refunded_minor_units: number;
            /**
             * Format: int64
             * @description Tax that was collected.
             */
            tax_minor_units: number;
        };
        /** @description What is near: free vehicles of a service, as far as the asked process has them. An estimate, no promise. */
        NearResource: {
            /**
             * Format: double
             * @description How long the one that is there soonest drives; null when none is free.
             */
            pick_up_seconds?: number;
            /** @description Where the nearest stand, at most eight, as [longitude, latitude] rounded to some ten metres; whose they are is not told. */
            vehicles: number[][];
        };
        /** @description A store near a place. */
        NearStoreResource: {
            /** @description How it sells. */
            channels: string[];
            /** @description Of a placed store, what to send when the customer opens it; null for others. */
            click?: string;
            /** @description What it asks for bringing something to the place; null when it does not. */
            delivery?: components["schemas"]["StoreZoneResource"];
            /**
             * Format: double
             * @description As the crow flies, in whole metres.
             */
            distance_metres: number;
            /**
             * Format: double
             * @description Degrees.
             */
            latitude: number;
            /**
             * Format: double
             * @description Degrees.
             */
            longitude: number;
            /** @description The merchant's name. */
            merchant: string;
            /**
             * Format: uuid
             * @description Whose.
             */
            merchant_id: string;
            /** @description The store's name. */
            name: string;
            /** @description Whether it is open and takes orders. */
            open: boolean;
            /**
             * Format: date-time
             * @description When it opens next; null while it is open, or when nobody knows.
             */
            opens_at?: string;
            /** @description Whether its merchant pays to be shown in front: to be labelled as an ad. */
            placed?: boolean;
            /**
             * Format: uuid
             * @description Which.
             */
            store_id: string;
            /** @description Whether the merchant was checked. */
            verified: boolean;
        };
        /** @description Stores near a place. */
        NearStoresResource: {
            /** @description When there is none that serves the place: the nearest that would if it did, at most three. */
            elsewhere?: components["schemas"]["NearStoreResource"][];
            /** @description Placed stores in front, then the nearest first; each store once. */
            items: components["schemas"]["NearStoreResource"][];
        };
        /** @description A message that was sent to a phone or a mailbox. */
        NotificationResource: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description push, sms or email. */
            channel: string;
            /**
             * Format: uuid
             * @description Which job it is about.
             */
            job_id?: string;
            /** @description offer, pin or receipt. */
            kind: string;
            /**
             * Format: uuid
             * @description Names it.
             */
            notification_id: string;
            /** @description What it says. */
            text: string;
            /** @description customer/{id} or provider/{id}. */
            to: string;
        };
        /** @description Answers an offer. */
        OfferAnswerBody: {
            /**
             * Format: uuid
             * @description The job that was offered.
             */
            job_id: string;
        };
        /** @description A job before a provider. */
        OfferResource: {
            /**
             * Format: double
             * @description How providers rate the customer, 1 to 5; null when none has.
             */
            customer_rating?: number;
            /**
             * Format: date-time
             * @description From this instant on it is over.
             */
            expires_at: string;
            /** @description The job, without its PIN. */
            job: components["schemas"]["JobResource"];
            /**
             * Format: uuid
             * @description Names it.
             */
            offer_id: string;
            /**
             * Format: date-time
             * @description When the provider is expected at the pick-up.
             */
            pick_up_due: string;
        };
        /** @description Orders what was quoted. */
        OrderBody: {
            /** @description One of the customer's methods; null for the first of them. */
            payment_method?: string;
            /** @description The signed quote. */
            quote: string;
        };
        /** @description Orleans' dashboard. */
        OrleansDashboardResource: {
            /** @description Its address on this server, from the root on; null where the host has none. */
            url?: string;
        };
        /** @description A market in figures, as operators see them. */
        OverviewResource: {
            /**
             * Format: double
             * @description Accepted offers among those that ended in the last five minutes, 0 to 1; null when there was none.
             */
            acceptance_rate?: number;
            /**
             * Format: int32
             * @description How many alerts are open.
             */
            alerts: number;
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /**
             * Format: int64
             * @description What was captured in this market since the server began to count.
             */
            captured_minor_units: number;
            /** @description Of the amounts. */
            currency: string;
            /** @description How many jobs stand in each state. */
            jobs_by_state: {
                [key: string]: number;
            };
            /**
             * Format: date-time
             * @description When the books were last held against the jobs.
             */
            ledger_checked_at?: string;
            /**
             * Format: int64
             * @description What does not agree in the books of all markets; 0 when they balance. Null until the first check.
             */
            ledger_imbalance_minor_units?: number;
            /**
             * Format: int32
             * @description Connections that watch something.
             */
            listeners: number;
            /** @description The market. */
            market: string;
            /**
             * Format: double
             * @description From order to arrival at the pick-up, mean over the last five minutes; null when there was none.
             */
            mean_wait_seconds?: number;
            /**
             * Format: int64
             * @description Jobs that are not at an end.
             */
            open_jobs: number;
            /**
             * Format: int64
             * @description What was set aside.
             */
            outbox_parked: number;
            /**
             * Format: int64
             * @description What is owed to others and not yet delivered.
             */
            outbox_waiting: number;
            /**
             * Format: double
             * @description Jobs completed per minute, over the last five.
             */
            served_per_minute: number;
            /**
             * Format: int32
             * @description Providers seen in the last minute.
             */
            vehicles: number;
            /** @description How many of them do what. */
            vehicles_by_state: {
                [key: string]: number;
            };
            /**
             * Format: int64
             * @description Of these, jobs that nobody has yet.
             */
            waiting_jobs: number;
        };
        /** @description One page of a list. */
        PageOfApiKeyResource: {
            /** @description In the order the list has. */
            items: components["schemas"]["ApiKeyResource"][];
            /** @description Asks for the next page; null when this is the last. */
            next_cursor?: string;
        };
        /** @description One page of a list. */
        PageOfBookingPlaceResource: {
            /** @description In the order the list has. */
            items: components["schemas"]["BookingPlaceResource"][];
            /** @description Asks for the next page; null when this is the last. */
            next_cursor?: string;
        };
        /** @description One page of a list. */
        PageOfBookingResource: {
            /** @description In the order the list has. */
            items: components["schemas"]["BookingResource"][];
            /** @description Asks for the next page; null when this is the last. */
            next_cursor?: string;
        };
        /** @description One page of a list. */
        PageOfCampaignResource: {
            /** @description In the order the list has. */
            items: components["schemas"]["CampaignResource"][];
            /** @description Asks for the next page; null when this is the last. */
            next_cursor?: string;
        };
        /** @description One page of a list. */
        PageOfConsentResource: {
            /** @description In the order the list has. */
            items: components["schemas"]["ConsentResource"][];
            /** @description Asks for the next page; null when this is the last. */
            next_cursor?: string;
        };
        /** @description One page of a list. */
        PageOfJobResource: {
            /** @description In the order the list has. */
            items: components["schemas"]["JobResource"][];
            /** @description Asks for the next page; null when this is the last. */
            next_cursor?: string;
        };
        /** @description One page of a list. */
        PageOfLookResource: {
            /** @description In the order the list has. */
            items: components["schemas"]["LookResource"][];
            /** @description Asks for the next page; null when this is the last. */
            next_cursor?: string;
        };
        /** @description One page of a list. */
        PageOfMerchantResource: {
            /** @description In the order the list has. */
            items: components["schemas"]["MerchantResource"][];
            /** @description Asks for the next page; null when this is the last. */
            next_cursor?: string;
        };
        /** @description One page of a list. */
        PageOfMomentResource: {
            /** @description In the order the list has. */
            items: components["schemas"]["MomentResource"][];
            /** @description Asks for the next page; null when this is the last. */
            next_cursor?: string;
        };
        /** @description One page of a list. */
        PageOfPaymentRefusalResource: {
            /** @description In the order the list has. */
            items: components["schemas"]["PaymentRefusalResource"][];
            /** @description Asks for the next page; null when this is the last. */
            next_cursor?: string;
        };
        /** @description One page of a list. */
        PageOfPayoutResource: {
            /** @description In the order the list has. */
            items: components["schemas"]["PayoutResource"][];
            /** @description Asks for the next page; null when this is the last. */
            next_cursor?: string;
        };
        /** @description One page of a list. */
        PageOfPlacementResource: {
            /** @description In the order the list has. */
            items: components["schemas"]["PlacementResource"][];
            /** @description Asks for the next page; null when this is the last. */
            next_cursor?: string;
        };
        /** @description One page of a list. */
        PageOfProductResource: {
            /** @description In the order the list has. */
            items: components["schemas"]["ProductResource"][];
            /** @description Asks for the next page; null when this is the last. */
            next_cursor?: string;
        };
        /** @description One page of a list. */
        PageOfProviderResource: {
            /** @description In the order the list has. */
            items: components["schemas"]["ProviderResource"][];
            /** @description Asks for the next page; null when this is the last. */
            next_cursor?: string;
        };
        /** @description One page of a list. */
        PageOfReferralResource: {
            /** @description In the order the list has. */
            items: components["schemas"]["ReferralResource"][];
            /** @description Asks for the next page; null when this is the last. */
            next_cursor?: string;
        };
        /** @description One page of a list. */
        PageOfStaffResource: {
            /** @description In the order the list has. */
            items: components["schemas"]["StaffResource"][];
            /** @description Asks for the next page; null when this is the last. */
            next_cursor?: string;
        };
        /** @description One page of a list. */
        PageOfStoreResource: {
            /** @description In the order the list has. */
            items: components["schemas"]["StoreResource"][];
            /** @description Asks for the next page; null when this is the last. */
            next_cursor?: string;
        };
        /** @description One page of a list. */
        PageOfSurgeChangeResource: {
            /** @description In the order the list has. */
            items: components["schemas"]["SurgeChangeResource"][];
            /** @description Asks for the next page; null when this is the last. */
            next_cursor?: string;
        };
        /** @description One page of a list. */
        PageOfVoucherResource: {
            /** @description In the order the list has. */
            items: components["schemas"]["VoucherResource"][];
            /** @description Asks for the next page; null when this is the last. */
            next_cursor?: string;
        };
        /** @description One page of a list. */
        PageOfWalletEntryResource: {
            /** @description In the order the list has. */
            items: components["schemas"]["WalletEntryResource"][];
            /** @description Asks for the next page; null when this is the last. */
            next_cursor?: string;
        };
        /** @description One page of a list. */
        PageOfWebhookDeliveryResource: {
            /** @description In the order the list has. */
            items: components["schemas"]["WebhookDeliveryResource"][];
            /** @description Asks for the next page; null when this is the last. */
            next_cursor?: string;
        };
        /** @description One page of a list. */
        PageOfWebhookEndpointResource: {
            /** @description In the order the list has. */
            items: components["schemas"]["WebhookEndpointResource"][];
            /** @description Asks for the next page; null when this is the last. */
            next_cursor?: string;
        };
        /** @description One page of a list. */
        PageOfWebhookResource: {
            /** @description In the order the list has. */
            items: components["schemas"]["WebhookResource"][];
            /** @description Asks for the next page; null when this is the last. */
            next_cursor?: string;
        };
        /** @description A job that a partner did for a customer, which gives the customer a voucher. */
        PartnerJobBody: {
            /**
             * Format: uuid
             * @description Whose the voucher is.
             */
            customer_id: string;
            /** @description The journey that goes on with it; null for a new one. */
            journey_id?: string;
            /** @description Where. */
            market: string;
            /** @description The partner's own name of it, 1 to 100 characters: the same again gives the same voucher. */
            reference: string;
        };
        /** @description What a partner's job gave. The voucher's code is its customer's alone. */
        PartnerJobResource: {
            /**
             * Format: uuid
             * @description Whose it is.
             */
            customer_id: string;
            /**
             * Format: date-time
             * @description From when on it cannot be used.
             */
            expires_at: string;
            /**
             * Format: uuid
             * @description The journey that it is of.
             */
            journey_id: string;
            /**
             * Format: uuid
             * @description The voucher.
             */
            voucher_id: string;
        };
        /**
         * @description Why a job passed by a provider in a round.
         * @enum {unknown}
         */
        PassedByReason: "other_was_sooner" | "got_another" | "nobody_got_it" | "not_among_the_best" | "would_miss_commitment" | "lacks_skill";
        /** @description A job that passed by the caller. */
        PassedByResource: {
            /**
             * Format: date-time
             * @description The latest round in which it did.
             */
            at: string;
            /**
             * Format: double
             * @description How soon the one who got it was to be there; null when nobody got it.
             */
            chosen_pick_up_seconds?: number;
            /**
             * Format: uuid
             * @description The job.
             */
            job_id: string;
            /**
             * Format: double
             * @description How soon the caller would have been there; null when it was not among the best.
             */
            pick_up_seconds?: number;
            /** @description Why. */
            reason: components["schemas"]["PassedByReason"];
        };
        /** @description A payee's account at the gateway. */
        PayeeAccountResource: {
            /** @description The gateway's id. */
            account: string;
            /**
             * Format: date-time
             * @description When the gateway was last asked.
             */
            checked_at: string;
            /** @description What the gateway asks the payee for, in its words. */
            missing: string[];
            /** @description Whether it can be paid out to its bank. */
            pays_out: boolean;
            /** @description Whether money can be moved to it. */
            takes_transfers: boolean;
        };
        /** @description What a payee is owed in one currency. */
        PayeeBalanceResource: {
            /**
             * Format: int64
             * @description What was taken from customers in cash and is not netted yet; a provider's alone.
             */
            cash_in_hand_minor_units: number;
            /** @description Of the amounts. */
            currency: string;
            /**
             * Format: int64
             * @description What discounts that the payee funds have cost and is not netted yet; a merchant's alone.
             */
            discounts_owed_minor_units: number;
            /**
             * Format: int64
             * @description What was earned and not yet transferred or netted; below zero when the payee owes.
             */
            payable_minor_units: number;
        };
        /** @description What somebody is owed, and how it is paid out. */
        PayeeResource: {
            /** @description The account at the gateway; null until the first transfer opens it. */
            account?: components["schemas"]["PayeeAccountResource"];
            /** @description By currency. */
            balances: components["schemas"]["PayeeBalanceResource"][];
            /** @description Whether this system pays out. */
            enabled: boolean;
            /**
             * Format: date-time
             * @description When the next payout is made, of what the account at the gateway holds by then; null when nothing is paid out here.
             */
            next_payout_at?: string;
            /** @description A page of payouts, the latest first. */
            payouts: components["schemas"]["PageOfPayoutResource"];
        };
        /** @description Something on which the payment gateway and our books do not agree. */
        PaymentDifferenceResource: {
            /** @description ISO 4217. */
            currency: string;
            /** @description The gateway's id; null when it has none. */
            intent?: string;
            /**
             * Format: uuid
             * @description The job; null when it is of none of ours.
             */
            job_id?: string;
            /** @description What, in one word. */
            kind: string;
            /**
             * Format: int64
             * @description What our books say was taken.
             */
            ours_minor_units: number;
            /**
             * Format: date-time
             * @description Since when it is seen.
             */
            since: string;
            /**
             * Format: int64
             * @description What the gateway says was taken.
             */
            theirs_minor_units: number;
        };
        /** @description A payment method to add. */
        PaymentMethodBody: {
            /** @description Whether it is the one to use from now on. */
            default?: boolean;
            /** @description The gateway's token of it. */
            payment_method: string;
        };
        /** @description A payment method that was refused before there was a payment, or a refund or tip that was. */
        PaymentRefusalResource: {
            /**
             * Format: int64
             * @description What was asked for; null for a method, and for a refund of all that is left.
             */
            amount_minor_units?: number;
            /** @description Who asked for the refund or tip; null for a method. */
            asked_by?: string;
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description As it was asked for; null for a method. */
            currency?: string;
            /**
             * Format: uuid
             * @description Who wanted to use the method; of a refund or tip, whose job it is.
             */
            customer_id: string;
            /** @description The job of a refund or tip; null for a method. */
            job_id?: string;
            /**
             * Format: int64
             * @description Ascending.
             */
            number: number;
            /** @description The token; of a refund or tip the job's. */
            payment_method: string;
            /** @description What for: order, add, setup or remove; refund or tip. */
            what: string;
            /** @description The slug of the rejection. */
            why: string;
        };
        /** @description Begins to save a card. */
        PaymentSetupBody: {
            /** @description Whether it becomes the default when it is saved at once. */
            default?: boolean;
            /** @description A method to confirm at once, for tests; null when the app names it with the client secret. */
            payment_method?: string;
        };
        /** @description Says that the app has confirmed a setup. */
        PaymentSetupDoneBody: {
            /** @description Whether the card becomes the one to use from now on. */
            default?: boolean;
        };
        /** @description How the saving of a card stands. */
        PaymentSetupResource: {
            /** @description With what the app confirms; left out when nothing is to be confirmed. */
            client_secret?: string;
            /** @description The gateway's token of the card, once it is saved. */
            payment_method?: string;
            /** @description The gateway's id of it. */
            setup_id: string;
            /**
             * @description Where it stands.
             * @enum {string}
             */
            state: "needs_method" | "needs_action" | "saved" | "failed";
        };
        /**
         * @description A payment's state on the wire. The values never change; see the domain's PaymentStatus for their meaning.
         * @enum {unknown}
         */
        PaymentState: "requires_payment_method" | "requires_action" | "authorizing" | "authorized" | "capturing" | "captured" | "released" | "authorization_expired" | "failed" | "partially_refunded" | "refunded" | "disputed";
        /** @description A payout of what an account at the gateway held to its bank. */
        PayoutResource: {
            /**
             * Format: int64
             * @description How much.
             */
            amount_minor_units: number;
            /**
             * Format: date-time
             * @description When it is or was expected at the bank; null until the gateway says.
             */
            arrives_at?: string;
            /**
             * Format: int32
             * @description 1 for the first; one more each time it was tried again by hand.
             */
            attempt: number;
            /** @description Why it failed; null when it did not. */
            code?: string;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /** @description Of the amount. */
            currency: string;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description provider or merchant. */
            payee: string;
            /**
             * Format: uuid
             * @description To whom.
             */
            payee_id: string;
            /** @description The begin of the period it was made in. */
            period: string;
            /** @description The gateway's id of it; null until it answered. */
            reference?: string;
            /** @description pending, in_transit, paid, failed or canceled. */
            status: string;
        };
        /** @description The books over a period. */
        PeriodCloseResource: {
            /** @description In order of currency, then name. */
            accounts: components["schemas"]["AccountCloseResource"][];
            /**
             * Format: date-time
             * @description Its begin, included.
             */
            from: string;
            /**
             * Format: int64
             * @description What the balances are off zero; 0 when the books balance.
             */
            imbalance_minor_units: number;
            /** @description Whether it is over; until then the close is how it stands. */
            is_over: boolean;
            /**
             * Format: date-time
             * @description Its end, not included.
             */
            to: string;
        };
        /** @description What was posted in a period, by market and service class. */
        PeriodEconomicsResource: {
            /**
             * Format: date-time
             * @description Its begin, included.
             */
            from: string;
            /** @description In order of market, service class and currency. */
            items: components["schemas"]["MarketEconomicsResource"][];
            /**
             * Format: date-time
             * @description Its end, not included.
             */
            to: string;
        };
        /** @description A customer's app has come into a zone. The place is used to look for a suggestion and is not kept. */
        PlaceBody: {
            /**
             * Format: double
             * @description WGS-84 degrees.
             */
            latitude: number;
            /**
             * Format: double
             * @description WGS-84 degrees.
             */
            longitude: number;
            /** @description Where. */
            market: string;
        };
        /** @description What a merchant pays for to be shown in front of others. Money is in the merchant's currency. */
        PlacementBody: {
            /**
             * Format: date-time
             * @description It is shown from here on.
             */
            begins_at: string;
            /**
             * Format: int64
             * @description For all visits, at least one.
             */
            budget_minor_units: number;
            /**
             * Format: int64
             * @description For the visits of one day's clicks (UTC), at least one; null for no more than the budget.
             */
            daily_budget_minor_units?: number;
            /**
             * Format: date-time
             * @description And until before this.
             */
            ends_at: string;
            /** @description Where it is shown. */
            market: string;
            /** @description Whether it is not shown for now. */
            paused?: boolean;
            /**
             * Format: int64
             * @description For a visit, also what it bids; above zero.
             */
            price_per_visit_minor_units: number;
            /** @description Which stores, at most 100; null or empty for all in the market. */
            store_ids?: string[];
            /**
             * Format: int64
             * @description The version that this changes; 0 for a new one.
             */
            version?: number;
            /** @description The pricing zones of the places near which it is shown, at most 100; null or empty for anywhere. */
            zones?: string[];
        };
        /** @description Says that the customer has opened a placed store. */
        PlacementClickBody: {
            /** @description What came with the store. */
            click: string;
        };
        /** @description What came of it. */
        PlacementClickResource: {
            /** @description Whether an order within the time is a visit that the merchant pays for; not when the store was shown too long ago, or nothing is left of the budget. */
            counted: boolean;
        };
        /** @description A placement as it stands. */
        PlacementResource: {
            /**
             * Format: int64
             * @description How often a store of it was opened where it was shown as placed.
             */
            clicks: number;
            /** @description Of every amount here. */
            currency: string;
            /**
             * Format: int64
             * @description What is left of the budget.
             */
            left_minor_units: number;
            /**
             * Format: uuid
             * @description Names it.
             */
            placement_id: string;
            /**
             * Format: int64
             * @description Set aside for clicks that may become visits.
             */
            reserved_minor_units: number;
            /**
             * Format: int64
             * @description For visits.
             */
            spent_minor_units: number;
            /** @description scheduled, running, paused, spent (nothing is left of the budget, or of the day's) or ended. */
            state: string;
            /** @description What it says; its version is the one to send with a change. */
            terms: components["schemas"]["PlacementBody"];
            /**
             * Format: int64
             * @description Of what is spent and set aside, what is of today's clicks (UTC).
             */
            today_minor_units: number;
            /**
             * Format: int64
             * @description How many visits came of that.
             */
            visits: number;
        };
        /** @description What is suggested at a place. */
        PlaceResource: {
            /** @description Left out for nothing. */
            suggestion?: components["schemas"]["SuggestionResource"];
        };
        /** @description What a customer wants. What is left out stays as it is. */
        PreferencesBody: {
            /** @description What counters shall know, in the customer's own words: at most 10 lines of 1 to 100 characters, in the place of those before. A counter sees them with a consent alone. */
            notes?: string[];
            /** @description Whether something may be suggested now and then. Off until the customer says otherwise. */
            suggestions?: boolean;
        };
        /** @description What a customer wants. */
        PreferencesResource: {
            /** @description What counters shall know, in the customer's own words. */
            notes: string[];
            /** @description Whether something may be suggested now and then. */
            suggestions: boolean;
        };
        /** @description An error as it is told (RFC 9457, application/problem+json). */
        ProblemResource: {
            /** @description What was wrong and what to do. */
            detail?: string;
            /** @description Of bad input: every fault, by field. */
            errors?: {
                [key: string]: string[];
            };
            /** @description Names the error; listed in docs/reference/api.md. */
            slug: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description The slug in words. */
            title: string;
            /** @description Finds the request in logs and traces. */
            trace_id?: string;
            /** @description The documented slug as a relative address, `/problems/{slug}`. */
            type: string;
        };
        /** @description A product as a merchant writes it. */
        ProductBody: {
            /** @description What is chosen of it, at most 20; null for nothing. */
            groups?: components["schemas"]["ProductGroupResource"][];
            /** @description For people: 1 to 100 characters. */
            name: string;
            /**
             * Format: double
             * @description How long a piece takes to prepare, or, of a visit, how long the work takes; up to 24 h.
             */
            preparation_seconds?: number;
            /**
             * Format: int64
             * @description Of one piece without options, in the merchant's currency.
             */
            price_minor_units: number;
            /** @description What whoever comes for it has to be able to do, where it is sold as a visit: at most 10 slugs, as an operator grants them to providers; null for nothing. */
            skills?: string[];
            /**
             * Format: int64
             * @description The version that the editor saw; none for a new product.
             */
            version?: number;
            /** @description The pricing zones that it is brought to or done in, at most 100, as far as its store serves them; null or empty for all of them. */
            zones?: string[];
        };
        /** @description What is chosen of a product. */
        ProductGroupResource: {
            /**
             * Format: int32
             * @description How many at least.
             */
            least?: number;
            /**
             * Format: int32
             * @description How many at the most.
             */
            most?: number;
            /** @description For people. */
            name: string;
            /** @description To choose from. */
            options: components["schemas"]["ProductOptionResource"][];
        };
        /** @description One choice. */
        ProductOptionResource: {
            /** @description Unique within the product: lower-case letters, digits and hyphens. */
            id: string;
            /** @description For people. */
            name: string;
            /**
             * Format: int64
             * @description Added to each piece.
             */
            price_minor_units?: number;
        };
        /** @description A product as its merchant sees it. */
        ProductResource: {
            /** @description Of its prices. */
            currency: string;
            /** @description What was written, with its version. */
            product: components["schemas"]["ProductBody"];
            /**
             * Format: uuid
             * @description Which.
             */
            product_id: string;
        };
        /** @description A provider. */
        ProviderResource: {
            /** @description Where it is advised to wait for work; null for nowhere. */
            advice?: components["schemas"]["AdviceResource"];
            /**
             * Format: int32
             * @description Of the vehicle.
             */
            capacity: number;
            /**
             * Format: int32
             * @description Jobs in its plan at the most.
             */
            chain_limit: number;
            /** @description Booked jobs that it has accepted and does not drive for yet, the soonest first; null for none. */
            commitments?: components["schemas"]["JobResource"][];
            /** @description Its jobs, in the order of its plan. */
            jobs: components["schemas"]["JobResource"][];
            /** @description Where its shift is; null when it has none. */
            market?: string;
            /** @description As given at the application. */
            name: string;
            /** @description What is before it; null for nothing. */
            open_offer?: components["schemas"]["OfferResource"];
            /** @description The business it works for. */
            operator: string;
            /** @description Where it was last; null when it has not reported. */
            place?: components["schemas"]["WirePoint"];
            /**
             * Format: uuid
             * @description Who.
             */
            provider_id: string;
            /**
             * Format: double
             * @description Their mean, 1 to 5; null when there is none.
             */
            rating_average?: number;
            /**
             * Format: int64
             * @description How many ratings of it are shown.
             */
            rating_count: number;
            /**
             * Format: double
             * @description How it is rated, the latest ratings first in weight, 1 to 5; null when there is none.
             */
            rating_score?: number;
            /** @description What it does on its shift. */
            service_classes: string[];
            /** @description What it can do or is licensed for, in order; null for nothing. */
            skills?: string[];
            /** @description Whether it may work. */
            standing: components["schemas"]["StandingState"];
            /** @description What it does now. */
            state: components["schemas"]["ProviderState"];
            /**
             * Format: uuid
             * @description With what; null when it has no shift.
             */
            vehicle_id?: string;
        };
        /**
         * @description What a provider is doing, on the wire.
         * @enum {unknown}
         */
        ProviderState: "offline" | "available" | "reserved" | "on_trip" | "stopped";
        /** @description Asks for a price. */
        QuoteBody: {
            /** @description The place that it pays for, held at that store; null for none. */
            booking_id?: string;
            /** @description What is bought there; null for nothing. */
            items?: components["schemas"]["BasketItemBody"][];
            /** @description The journey that it goes on with; null for that of the voucher it takes, or a new one. */
            journey_id?: string;
            /**
             * Format: int32
             * @description How much capacity it takes. Default: 1.
             */
            load?: number;
            /** @description The market. */
            market: string;
            /** @description Whose goods or service it is; null for none. The market has to know it. */
            merchant_id?: string;
            /**
             * Format: date-time
             * @description A booked time; null for now.
             */
            pick_up_at?: string;
            /** @description The service class in it. */
            service_class: string;
            /** @description Of a ride pick-up first, drop-off last, at least two; of a delivery or a home service the one place; of a redemption none. */
            stops: components["schemas"]["WirePoint"][];
            /** @description Which store sells; null for none. */
            store_id?: string;
            /** @description The id of a voucher of the customer's to use, or none; null for the best there is. */
            voucher?: string;
        };
        /** @description A price that stands until it expires. */
        QuoteResource: {
            /** @description Of every amount here. */
            currency: string;
            /**
             * Format: double
             * @description Of the route.
             */
            distance_metres: number;
            /**
             * Format: double
             * @description Of the route, as expected now.
             */
            duration_seconds: number;
            /** @description The names of campaigns that give a voucher when the job is done; null for none. */
            earns?: string[];
            /**
             * Format: date-time
             * @description From this instant on it is void.
             */
            expires_at: string;
            /**
             * Format: int64
             * @description What is held on a card, where that is more than the price; null where it is the price.
             */
            hold_minor_units?: number;
            /** @description Which journey it is of: the one that was named, the voucher's, or one that begins with it. */
            journey_id?: string;
            /** @description The route as [longitude, latitude] pairs, for a map. */
            line: number[][];
            /** @description What it is made of. */
            lines: components["schemas"]["FareLineResource"][];
            /** @description The signed quote: hand it in, unchanged, to order. */
            quote: string;
            /**
             * Format: uuid
             * @description Names it.
             */
            quote_id: string;
            /**
             * Format: double
             * @description What the plain price was multiplied by because many wait here, above one; null for the plain price. What it comes to is the line `multiplier`.
             */
            surge?: number;
            /**
             * Format: int64
             * @description What is to be paid.
             */
            total_minor_units: number;
            /** @description The vouchers that it holds, each a discount of the price; null for none. */
            vouchers?: components["schemas"]["QuoteVoucherResource"][];
            /** @description What waiting costs; null for nothing. */
            waiting?: components["schemas"]["WaitingResource"];
        };
        QuoteVoucherResource: {
            /** Format: int64 */
            amount_minor_units: number;
            /** Format: date-time */
            expires_at: string;
            name: string;
            /** Format: uuid */
            voucher_id: string;
        };
        /** @description What one side of a completed job thought of the other. */
        RatingBody: {
            /** @description At most 500 characters. */
            comment?: string;
            /**
             * Format: int32
             * @description 1 to 5.
             */
            stars: number;
            /** @description At most five, each once; null for none. */
            tags?: string[];
        };
        /** @description A rating; given once. */
        RatingResource: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description What was said with it. */
            comment?: string;
            /**
             * Format: uuid
             * @description Of which job.
             */
            job_id: string;
            /**
             * Format: int32
             * @description 1 to 5.
             */
            stars: number;
            /** @description In a word; null for none. */
            tags?: string[];
        };
        /** @description What was paid for a job, and for what. */
        ReceiptResource: {
            /**
             * Format: int64
             * @description What the card was charged.
             */
            captured_minor_units: number;
            /**
             * Format: int64
             * @description What the provider took by card at its own terminal, by the ledger.
             */
            card_at_door_minor_units?: number;
            /**
             * Format: int64
             * @description What the provider took in cash, by the ledger.
             */
            cash_minor_units?: number;
            /** @description Of every amount here. */
            currency: string;
            /**
             * Format: double
             * @description As priced.
             */
            distance_metres: number;
            /**
             * Format: date-time
             * @description When it ended.
             */
            ended_at: string;
            /**
             * Format: uuid
             * @description Which job.
             */
            job_id: string;
            /** @description The final price. */
            lines: components["schemas"]["FareLineResource"][];
            /**
             * Format: uuid
             * @description Whose goods or service it was; null for a ride.
             */
            merchant_id?: string;
            /** @description The receipt's number: the day it ended and the end of the job's id. */
            number: string;
            /** @description The business that runs the market. */
            operator: string;
            /** @description Where its payment stands. */
            payment: string;
            /** @description With what. */
            payment_method: string;
            /** @description Who did it; null when nobody did. */
            provider_name?: string;
            /**
             * Format: int64
             * @description What was given back, by the ledger.
             */
            refunded_minor_units: number;
            /**
             * Format: int64
             * @description What was held and let go.
             */
            released_minor_units: number;
            /**
             * Format: date-time
             * @description When it was ordered.
             */
            requested_at: string;
            /** @description What kind of service. */
            service_class: string;
            /** @description How it ended. */
            state: string;
            /**
             * Format: int64
             * @description The tax contained in the total's gross.
             */
            tax_minor_units: number;
            /**
             * Format: double
             * @description Its rate.
             */
            tax_percent: number;
            /**
             * Format: int64
             * @description The tip that was charged beside it, by the ledger.
             */
            tip_minor_units: number;
            /**
             * Format: int64
             * @description The sum of the lines.
             */
            total_minor_units: number;
        };
        /** @description The last comparison of the payment gateway's lists with our books. */
        ReconciliationResource: {
            /**
             * Format: int32
             * @description Payments that were looked at.
             */
            compared: number;
            /**
             * Format: date-time
             * @description When; null before the first, and where the gateway has no lists.
             */
            compared_at?: string;
            /** @description What is left. */
            differences: components["schemas"]["PaymentDifferenceResource"][];
            /**
             * Format: date-time
             * @description Payments begun at this instant or later.
             */
            from?: string;
            /**
             * Format: int32
             * @description Payments whose outcome the job did not know, and knows now.
             */
            resolved: number;
            /**
             * Format: date-time
             * @description And before this one.
             */
            to?: string;
        };
        /** @description Gives at a counter what was paid online. */
        RedeemBody: {
            /** @description As the customer shows or says it; letters of either case, blanks and hyphens do not matter. */
            code: string;
            /** @description At which of the merchant's stores; left out where the caller works at one. */
            store_id?: string;
            /**
             * Format: int32
             * @description How many, at least 1; left out for all that is left.
             */
            units?: number;
        };
        /** @description A customer's own link of a campaign. */
        ReferralResource: {
            /** @description What the customer gets for each whose first job is completed. */
            benefit: components["schemas"]["VoucherBenefitResource"];
            /**
             * Format: uuid
             * @description The campaign.
             */
            campaign_id: string;
            /** @description Of the amounts of what the customer gets. */
            currency: string;
            /** @description What the other gets. */
            friend_benefit: components["schemas"]["VoucherBenefitResource"];
            /** @description Of the amounts of what the other gets. */
            friend_currency: string;
            /** @description What is passed on. */
            link: components["schemas"]["ClaimLinkResource"];
            /**
             * Format: int32
             * @description So many at the most.
             */
            most: number;
            /** @description Its name. */
            name: string;
            /**
             * Format: int32
             * @description How many came by it.
             */
            referred: number;
            /**
             * Format: int32
             * @description For how many of them the customer was given a voucher.
             */
            rewarded: number;
        };
        /** @description What is paid back of a job, and why. */
        RefundBody: {
            /**
             * Format: int64
             * @description How much, above zero; null for all that is left.
             */
            amount_minor_units?: number;
            /** @description platform (the default), provider, or proportional: as the price was divided. */
            borne_by?: string;
            /** @description Of the amount; when it is given it is the job's. */
            currency?: string;
            /** @description requested_by_customer (the default), service_failure, overcharged, duplicate, fraudulent or goodwill. */
            reason?: string;
        };
        /** @description Brings goods back to the store. */
        ReturnBody: {
            /** @description customer_absent, customer_refused, address_wrong, damaged or wrong_items. */
            reason: string;
        };
        /** @description What a merchant's orders of a period came to. What each figure is equal to in the jobs and the ledger: docs/reference/statistics.md. */
        SaleFiguresResource: {
            /**
             * Format: int64
             * @description Orders that it took.
             */
            accepted: number;
            /** @description How long the store thought about orders. */
            answer: components["schemas"]["DurationResource"];
            /**
             * Format: int64
             * @description Orders that the store was asked about.
             */
            asked: number;
            /**
             * Format: int64
             * @description Jobs that were done.
             */
            completed: number;
            /** @description How long couriers were at the store. */
            courier_waiting: components["schemas"]["DurationResource"];
            /** @description What each funder gave of the prices: its kind and id, for instance `merchant/0198…`. */
            discounts: components["schemas"]["FundedAmountResource"][];
            /**
             * Format: int64
             * @description The prices before discounts, tax included.
             */
            gross_minor_units: number;
            /**
             * Format: int64
             * @description What the merchant was given of them, less what refunds took back.
             */
            net_minor_units: number;
            /**
             * Format: int32
             * @description Who ordered at the merchant for the first time.
             */
            new_customers: number;
            /**
             * Format: int64
             * @description Orders whose money was held.
             */
            ordered: number;
            /** @description From the acceptance until the goods were ready. */
            preparation: components["schemas"]["DurationResource"];
            /**
             * Format: double
             * @description Their mean; left out without any.
             */
            rating_average?: number;
            /**
             * Format: int64
             * @description How many ratings are shown of the jobs that were done.
             */
            rating_count: number;
            /**
             * Format: int64
             * @description How many units were.
             */
            redeemed_units: number;
            /**
             * Format: int64
             * @description How often something was had at a counter.
             */
            redemptions: number;
            /**
             * Format: int64
             * @description What customers were given back.
             */
            refunded_minor_units: number;
            /**
             * Format: int64
             * @description Orders that it could not serve.
             */
            rejected: number;
            /**
             * Format: int32
             * @description Who had ordered there before.
             */
            returning_customers: number;
            /**
             * Format: int64
             * @description Orders that it did not answer in time.
             */
            silent: number;
            /** @description From the order until it was brought, of what is brought as soon as possible. */
            waiting: components["schemas"]["DurationResource"];
        };
        /** @description One line of what was sold. */
        SaleItem: {
            /**
             * Format: int64
             * @description The price of one, options included.
             */
            each_minor_units: number;
            /** @description As it was called. */
            name: string;
            /** @description The chosen options, by name. */
            options: string[];
            /**
             * Format: uuid
             * @description Which product.
             */
            product: string;
            /**
             * Format: int32
             * @description How many alike.
             */
            quantity: number;
        };
        /** @description What a store sold with a job, and how far it is. */
        SaleView: {
            /**
             * Format: date-time
             * @description By when the store accepts; null when it takes every order by itself, and for what is had at a counter.
             */
            answer_by?: string;
            /**
             * Format: date-time
             * @description From when on nothing is had by its code.
             */
            good_until?: string;
            /** @description What, as it was priced. */
            items: components["schemas"]["SaleItem"][];
            /**
             * Format: uuid
             * @description Whose the store is.
             */
            merchant: string;
            /**
             * Format: date-time
             * @description When they were; null until they are.
             */
            prepared_at?: string;
            /**
             * Format: date-time
             * @description When the goods are ready; null until it has accepted.
             */
            ready_at?: string;
            /** @description Why the goods go back to the store; null while they do not. */
            returning?: string;
            /** @description What whoever comes has to be able to do, in order; null for nothing. */
            skills?: string[];
            /**
             * Format: uuid
             * @description Which store.
             */
            store: string;
            /**
             * Format: int32
             * @description In how many parts it can be had at a counter; null for what is not.
             */
            units?: number;
            /**
             * Format: int32
             * @description How many of them are left.
             */
            units_left?: number;
        };
        SavedMethodResource: {
            brand?: string;
            default: boolean;
            /** Format: int32 */
            expiry_month: number;
            /** Format: int32 */
            expiry_year: number;
            last4?: string;
            payment_method: string;
        };
        /** @description A service class of a market. */
        ServiceClassResource: {
            /** @description What is paid in. */
            currency: string;
            /** @description Which product it is (delivery, home_service, redemption); left out for a ride. */
            kind?: string;
            /**
             * Format: double
             * @description How long before a booked time, or before goods are ready, somebody is looked for.
             */
            lead_seconds?: number;
            /**
             * Format: double
             * @description How long a provider may think about an offer.
             */
            offer_timeout_seconds: number;
            /**
             * Format: double
             * @description From order to pick-up at the most.
             */
            patience_seconds: number;
            /** @description Whether the provider needs the customer's PIN to begin. */
            pin_required: boolean;
            /** @description Its name. */
            service_class: string;
        };
        /** @description A link that lets anyone who has it follow a job, and nothing else. */
        ShareLinkResource: {
            /**
             * Format: date-time
             * @description From this instant on it is void.
             */
            expires_at: string;
            /** @description The secret part. */
            token: string;
            /** @description The page, relative to the server. */
            url: string;
        };
        /** @description What a share link shows of a job: no names, no money. */
        ShareResource: {
            /** @description Whether that is an end. */
            ended: boolean;
            /**
             * Format: uuid
             * @description Which job.
             */
            job_id: string;
            /** @description Where. */
            market: string;
            /**
             * Format: date-time
             * @description The expected arrival at the pick-up; null when nobody has the job.
             */
            pick_up_due?: string;
            /** @description Where it stands. */
            state: components["schemas"]["JobState"];
            /** @description Pick-up first, drop-off last. */
            stops: components["schemas"]["WirePoint"][];
            /** @description Where its vehicle was last; null when that is not known or the job is over. */
            vehicle?: components["schemas"]["WirePoint"];
            /**
             * Format: int64
             * @description Its version.
             */
            version: number;
        };
        /** @description What there is of a product at a store. */
        ShelfBody: {
            /** @description delivery, counter or visit: each has a stock of its own. */
            channel: string;
            /**
             * Format: int32
             * @description How many there are, 0 to 1,000,000; null for as many as one likes.
             */
            left?: number;
            /**
             * Format: uuid
             * @description Which.
             */
            product_id: string;
            /** @description Whether it is sold that way at all. */
            sold?: boolean;
        };
        /** @description A product that a store sells in one way. */
        ShelfResource: {
            /** @description delivery, counter or visit. */
            channel: string;
            /**
             * Format: int32
             * @description How many there are; null for as many as one likes.
             */
            left?: number;
            /**
             * Format: uuid
             * @description Which.
             */
            product_id: string;
        };
        /** @description A provider begins a shift. */
        ShiftBody: {
            /**
             * Format: int32
             * @description Of the vehicle. Default: 4.
             */
            capacity?: number;
            /**
             * Format: int32
             * @description Jobs in its plan at the most. Default: 1.
             */
            chain_limit?: number;
            /** @description Where. */
            market: string;
            /** @description What it does; at least one. */
            service_classes: string[];
            /**
             * Format: uuid
             * @description With what.
             */
            vehicle_id: string;
        };
        /** @description The development sign-in: anybody becomes whom they name. */
        SignInBody: {
            /** @description Who; null for somebody new. */
            id?: string;
            /** @description The name of somebody new. */
            name?: string;
            /** @description customer, provider, merchant, counter or ops. */
            role: string;
        };
        /** @description What a provider can do or is licensed for. */
        SkillsBody: {
            /** @description All of it: at most 50 slugs, each once, in any order; empty for nothing. */
            skills: string[];
        };
        /** @description Somebody who is to work for a merchant. */
        StaffBody: {
            /** @description For people: 1 to 100 characters. */
            name: string;
            /** @description owner or counter. */
            role: string;
            /** @description The store of who serves at a counter; null for an owner. */
            store_id?: string;
        };
        /** @description Somebody who works for a merchant, or did. */
        StaffResource: {
            /** @description For people. */
            name: string;
            /**
             * Format: date-time
             * @description From when on it may nothing; null while it may.
             */
            revoked_at?: string;
            /** @description owner or counter. */
            role: string;
            /**
             * Format: uuid
             * @description Who: the subject of its tokens of the role counter.
             */
            staff_id: string;
            /**
             * Format: uuid
             * @description The one store that it sees; null for all.
             */
            store_id?: string;
        };
        /**
         * @description Whether a provider may work, on the wire.
         * @enum {unknown}
         */
        StandingState: "applied" | "approved" | "suspended";
        /** @description Begins the service. */
        StartBody: {
            /** @description What the customer told; left out where the terms ask for none. */
            pin?: string;
        };
        /** @description A job in a statement. */
        StatementLineResource: {
            /**
             * Format: date-time
             * @description When the last of it was posted.
             */
            at: string;
            /**
             * Format: int64
             * @description What it took there by card, at its own terminal; likewise.
             */
            card_at_door_minor_units?: number;
            /**
             * Format: int64
             * @description What a provider took at the door in cash; in no balance here.
             */
            cash_minor_units?: number;
            /**
             * Format: int64
             * @description What the platform kept of it.
             */
            commission_minor_units: number;
            /** @description Of the amounts. */
            currency: string;
            /**
             * Format: int64
             * @description The discounts in it that a merchant itself funds; 0 for a provider.
             */
            discounts_minor_units: number;
            /**
             * Format: int64
             * @description The price before discounts, when it was sold in the period; else 0.
             */
            gross_minor_units: number;
            /**
             * Format: uuid
             * @description The job.
             */
            job_id: string;
            /**
             * Format: int64
             * @description What it changed of what is owed, payouts left out.
             */
            net_minor_units: number;
            /**
             * Format: int64
             * @description What of that was netted with what was taken at the door.
             */
            netted_minor_units?: number;
            /**
             * Format: int64
             * @description What was paid out: transferred, on its way, or netted.
             */
            paid_out_minor_units: number;
            /**
             * Format: int64
             * @description The tax in it.
             */
            tax_minor_units: number;
            /**
             * Format: int64
             * @description Tips.
             */
            tips_minor_units: number;
        };
        /** @description What a provider or a merchant earned in a period, job by job. */
        StatementResource: {
            /**
             * Format: date-time
             * @description Its begin, included.
             */
            from: string;
            /** @description A line for each job and currency, in order of time. */
            items: components["schemas"]["StatementLineResource"][];
            /**
             * Format: date-time
             * @description Its end, not included.
             */
            to: string;
            /** @description One for each currency. */
            totals: components["schemas"]["StatementTotalResource"][];
        };
        /** @description A statement in one currency: opening + net - paid out = closing. */
        StatementTotalResource: {
            /**
             * Format: int64
             * @description What it took there by card, at its own terminal; likewise.
             */
            card_at_door_minor_units?: number;
            /**
             * Format: int64
             * @description What a provider took at the door in cash; in no balance here.
             */
            cash_minor_units?: number;
            /**
             * Format: int64
             * @description What is owed as it ends.
             */
            closing_minor_units: number;
            /**
             * Format: int64
             * @description The sum of the lines.
             */
            commission_minor_units: number;
            /** @description Of the amounts. */
            currency: string;
            /**
             * Format: int64
             * @description The sum of the lines.
             */
            discounts_minor_units: number;
            /**
             * Format: int64
             * @description The sum of the lines.
             */
            gross_minor_units: number;
            /**
             * Format: int64
             * @description The sum of the lines.
             */
            net_minor_units: number;
            /**
             * Format: int64
             * @description The sum of the lines; a part of what was paid out.
             */
            netted_minor_units?: number;
            /**
             * Format: int64
             * @description What was owed as the period begins; negative when it is the other way round.
             */
            opening_minor_units: number;
            /**
             * Format: int64
             * @description The sum of the lines.
             */
            paid_out_minor_units: number;
            /**
             * Format: int64
             * @description The sum of the lines.
             */
            tax_minor_units: number;
            /**
             * Format: int64
             * @description The sum of the lines.
             */
            tips_minor_units: number;
        };
        /** @description A store as a merchant writes it. */
        StoreBody: {
            /**
             * Format: double
             * @description How long it may think about an order, 10 s to 1 h; null when it takes every order by itself.
             */
            answer_seconds?: number;
            /** @description How it sells: delivery, counter or visit. */
            channels: string[];
            /**
             * Format: double
             * @description How long a code for its counter is good, 10 minutes to 28 days; null for a week.
             */
            code_seconds?: number;
            /** @description Days on which only their own hours hold, at most 366. */
            exceptions?: components["schemas"]["StoreExceptionResource"][];
            /** @description When it is open, at most 100; null for always. */
            hours?: components["schemas"]["WeeklyHoursResource"][];
            /**
             * Format: double
             * @description Degrees.
             */
            latitude: number;
            /**
             * Format: double
             * @description Degrees.
             */
            longitude: number;
            /** @description Where it sells. */
            market: string;
            /** @description For people: 1 to 100 characters. */
            name: string;
            /** @description Whether it takes no orders for now. */
            paused?: boolean;
            /**
             * Format: double
             * @description Added to every order's preparation, up to 4 h.
             */
            preparation_seconds?: number;
            /**
             * Format: int32
             * @description The share given back of what was not had by then; null for all of it.
             */
            refunded_basis_points?: number;
            /** @description Of the clock on its wall, an IANA name. */
            time_zone: string;
            /**
             * Format: int64
             * @description The version that the editor saw; none for a new store.
             */
            version?: number;
            /** @description Where it brings things, at most 100; the first that holds a place counts. Null for nowhere. */
            zones?: components["schemas"]["StoreZoneResource"][];
        };
        StoreExceptionResource: {
            /** Format: date */
            day: string;
            hours?: components["schemas"]["StoreRangeResource"][];
        };
        /** @description A way in which a product is had. */
        StorefrontChannelResource: {
            /** @description delivery, counter or visit. */
            channel: string;
            /** @description Whether it is had that way at the place that was named; null where none was. */
            served?: boolean;
            /** @description Whether there is none left. */
            sold_out: boolean;
        };
        /** @description A product as customers see it. */
        StorefrontProductResource: {
            /** @description How it is had here. */
            channels: components["schemas"]["StorefrontChannelResource"][];
            /** @description What is chosen of it. */
            groups: components["schemas"]["ProductGroupResource"][];
            /** @description For people. */
            name: string;
            /**
             * Format: double
             * @description How long a piece takes to prepare.
             */
            preparation_seconds: number;
            /**
             * Format: int64
             * @description Of one piece without options.
             */
            price_minor_units: number;
            /**
             * Format: uuid
             * @description Which.
             */
            product_id: string;
            /** @description The pricing zones that it is brought to or done in; null for all that the store serves. */
            zones?: string[];
        };
        /** @description A store as customers see it. */
        StorefrontResource: {
            /** @description How it sells. */
            channels: string[];
            /** @description Of all prices. */
            currency: string;
            /** @description When it is open. */
            hours: components["schemas"]["WeeklyHoursResource"][];
            /**
             * Format: double
             * @description Degrees.
             */
            latitude: number;
            /**
             * Format: double
             * @description Degrees.
             */
            longitude: number;
            /** @description Where it sells. */
            market: string;
            /** @description The merchant's name. */
            merchant: string;
            /**
             * Format: uuid
             * @description Whose.
             */
            merchant_id: string;
            /** @description The store's name. */
            name: string;
            /** @description Whether it is open and takes orders. */
            open: boolean;
            /**
             * Format: date-time
             * @description When it opens next; null while it is open, or when nobody knows.
             */
            opens_at?: string;
            /** @description What it sells, in order of id. */
            products: components["schemas"]["StorefrontProductResource"][];
            /**
             * Format: double
             * @description Their mean, 1 to 5; null when there is none.
             */
            rating_average?: number;
            /**
             * Format: int32
             * @description How many have rated what they had at its counter, of the latest 500.
             */
            rating_count?: number;
            /**
             * Format: uuid
             * @description Which.
             */
            store_id: string;
            /** @description Of the clock on its wall. */
            time_zone: string;
            /** @description Whether the merchant was checked. */
            verified: boolean;
            /** @description Where it brings things, and for what. */
            zones: components["schemas"]["StoreZoneResource"][];
        };
        /** @description Whether a store rests. */
        StorePauseBody: {
            /** @description Whether it takes no orders for now. */
            paused: boolean;
        };
        StoreRangeResource: {
            /** Format: time */
            from: string;
            /** Format: time */
            to: string;
        };
        /** @description A store as its merchant sees it. */
        StoreResource: {
            /**
             * Format: uuid
             * @description Whose.
             */
            merchant_id: string;
            /** @description Whether it is open and takes orders. */
            open: boolean;
            /** @description What was written, with its version: sent back with a change, it is an edit of this very version. */
            store: components["schemas"]["StoreBody"];
            /**
             * Format: uuid
             * @description Which.
             */
            store_id: string;
        };
        /** @description What the orders of one store came to. */
        StoreStatisticsResource: {
            /** @description Of the same weekdays before. */
            before: components["schemas"]["SaleFiguresResource"];
            /**
             * Format: date-time
             * @description When the days begin that it is held against.
             */
            before_begins_at: string;
            /**
             * Format: date-time
             * @description When they end: at the same time of the clock.
             */
            before_ends_at: string;
            /**
             * Format: date-time
             * @description When the first day begins there.
             */
            begins_at: string;
            /**
             * Format: date-time
             * @description When the last day ends there, or now where that is earlier.
             */
            ends_at: string;
            /** @description Of the period. */
            figures: components["schemas"]["SaleFiguresResource"];
            /** @description For people. */
            name: string;
            /**
             * Format: uuid
             * @description The store.
             */
            store_id: string;
            /** @description Of its clock, by which its days are. */
            time_zone: string;
        };
        /** @description Where a store brings things, and for what. */
        StoreZoneResource: {
            /**
             * Format: int64
             * @description For the way.
             */
            fee_minor_units: number;
            /**
             * Format: int64
             * @description From this on the way is free; null for never.
             */
            free_from_minor_units?: number;
            /**
             * Format: int64
             * @description A basket below this is not brought.
             */
            minimum_basket_minor_units?: number;
            /** @description A pricing zone of the market; empty for anywhere in it. */
            zone: string;
        };
        /** @description A suggestion. */
        SuggestionResource: {
            /**
             * Format: uuid
             * @description The campaign.
             */
            campaign_id: string;
            /**
             * Format: date-time
             * @description From when on it cannot be used, or earned.
             */
            expires_at: string;
            /** @description voucher for one of the customer's own, campaign for one that a job can earn. */
            kind: string;
            /** @description Where it leads; following it is counted. */
            link: string;
            /** @description The campaign's name. */
            name: string;
            /**
             * Format: uuid
             * @description Names it: `POST /v1/journeys` with it says that it was followed.
             */
            suggestion_id: string;
            /**
             * Format: uuid
             * @description The customer's voucher; left out where it is still to be earned.
             */
            voucher_id?: string;
        };
        /** @description Puts an operator's own multiplier in place of the counted one for a while, or ends it. */
        SurgeBody: {
            /**
             * Format: double
             * @description For how long, at most 1,440; needed with a multiplier.
             */
            minutes?: number;
            /**
             * Format: double
             * @description 1 (the plain price) to 10, to four decimals; null ends an own multiplier.
             */
            multiplier?: number;
            /** @description Why: 1 to 200 characters. */
            reason: string;
            /** @description Which service. */
            service_class: string;
            /** @description In which pricing zone, the empty one included; null for all. */
            zone?: string;
        };
        /** @description What an operator did about prices. */
        SurgeChangeResource: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description Which operator. */
            by: string;
            /**
             * Format: double
             * @description To what; null when an own multiplier was ended.
             */
            multiplier?: number;
            /**
             * Format: int64
             * @description The first of a service is 1, and each that follows has the next higher one.
             */
            number: number;
            /** @description Why. */
            reason: string;
            /**
             * Format: date-time
             * @description For how long; null when it was ended.
             */
            until?: string;
            /** @description In which zone; null for all. */
            zone?: string;
        };
        /** @description What the prices of a service are multiplied by. */
        SurgeResource: {
            /**
             * Format: double
             * @description What demand and supply alone can come to at the most.
             */
            cap: number;
            /** @description What operators did, the newest first; the latest hundred. */
            changes: components["schemas"]["SurgeChangeResource"][];
            /** @description Which service. */
            service_class: string;
            /** @description By pricing zone, in order of name; the empty name is what lies in none. */
            zones: components["schemas"]["ZoneSurgeResource"][];
        };
        /** @description One thing that happened to a job. */
        TimelineItem: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description All that is known of it. */
            data: components["schemas"]["JsonElement"];
            /** @description event, offer or transfer. */
            kind: string;
            /** @description Of an event its name, of an offer its status, of a transfer its cause. */
            name: string;
            /**
             * Format: int64
             * @description Of an event: the version it made. Null otherwise.
             */
            version?: number;
        };
        /** @description Everything that happened to a job. */
        TimelineResource: {
            /** @description In order of time; events before offers before transfers of the same instant. */
            items: components["schemas"]["TimelineItem"][];
            /** @description The job as it is. */
            job: components["schemas"]["JobResource"];
        };
        /** @description A tip. */
        TipBody: {
            /**
             * Format: int64
             * @description How much, above zero.
             */
            amount_minor_units: number;
            /** @description Of the amount; when it is given it is the job's. */
            currency?: string;
        };
        /** @description What is paid back of a tip, and why. */
        TipRefundBody: {
            /**
             * Format: int64
             * @description How much, above zero; null for all that is left of it.
             */
            amount_minor_units?: number;
            /** @description Of the amount; when it is given it is the job's. */
            currency?: string;
            /** @description requested_by_customer (the default), service_failure, overcharged, duplicate, fraudulent or goodwill. */
            reason?: string;
        };
        /** @description A bearer token. */
        TokenResource: {
            /** @description Goes into the header `Authorization: Bearer`. */
            access_token: string;
            /**
             * Format: date-time
             * @description From this instant on it is void.
             */
            expires_at: string;
            /**
             * Format: uuid
             * @description Who that is.
             */
            id: string;
            /** @description What it makes its bearer. */
            role: string;
        };
        /** @description What a voucher is good for. */
        VoucherBenefitResource: {
            /**
             * Format: int64
             * @description Of an amount: how much.
             */
            amount_minor_units?: number;
            /** @description percentage, amount, free_item or ride_credit. */
            kind: string;
            /**
             * Format: int64
             * @description Of a percentage or a ride credit: what it comes to at the most; null for no bound.
             */
            most_minor_units?: number;
            /** @description Of a free item: one piece of this product, which has to be in the order. */
            product_id?: string;
            /**
             * Format: int32
             * @description Of a percentage: ten-thousandths of the price before discounts, 1 to 10,000.
             */
            share_basis_points?: number;
            /**
             * Format: double
             * @description Of a ride credit: the ride as far as that.
             */
            up_to_metres?: number;
        };
        /** @description A code that a customer enters. */
        VoucherCodeBody: {
            /** @description As it was typed or scanned: letters in either case, spaces and hyphens do not count. */
            code: string;
        };
        /** @description A voucher to issue. */
        VoucherIssueBody: {
            /** @description Whose it is; null for the first who enters its code. */
            customer_id?: string;
            /** @description What it comes from, at most 100 characters: the campaign gives one voucher for each. Null for the request's key. */
            reference?: string;
            /** @description link, referral, partner or operator. Default: operator. */
            source?: string;
        };
        /** @description A voucher of a customer. */
        VoucherResource: {
            /** @description What it is good for. */
            benefit: components["schemas"]["VoucherBenefitResource"];
            /**
             * Format: uuid
             * @description Its campaign.
             */
            campaign_id: string;
            /** @description What is shown at a counter, in three groups. */
            code: string;
            /** @description Of every amount here. */
            currency: string;
            /**
             * Format: date-time
             * @description From when on it cannot be used.
             */
            expires_at: string;
            /**
             * Format: date-time
             * @description When.
             */
            issued_at: string;
            /** @description The campaign's name. */
            name: string;
            /** @description What it may be used for. */
            scope: components["schemas"]["CampaignScopeResource"];
            /** @description How it came to be: job, code, link, referral, partner, game or operator. */
            source: string;
            /** @description issued, held, redeemed, expired or voided. */
            state: string;
            /**
             * Format: int64
             * @description What of it was used; null before.
             */
            used_minor_units?: number;
            /**
             * Format: uuid
             * @description Names it.
             */
            voucher_id: string;
        };
        /** @description A job that waits for a provider, on the map. */
        WaitingJob: {
            /**
             * Format: uuid
             * @description The job.
             */
            job_id: string;
            /**
             * Format: double
             * @description Of the pick-up.
             */
            latitude: number;
            /**
             * Format: double
             * @description Of the pick-up.
             */
            longitude: number;
            /**
             * Format: date-time
             * @description When it was ordered.
             */
            requested_at: string;
        };
        /** @description What it costs to let the provider wait at the pick-up. Amounts are before tax that is added. */
        WaitingResource: {
            /**
             * Format: double
             * @description How long waiting is free.
             */
            free_seconds: number;
            /**
             * Format: int64
             * @description At the most; it is held with the price.
             */
            most_minor_units: number;
            /**
             * Format: int64
             * @description From then on, by the second.
             */
            per_minute_minor_units: number;
        };
        /** @description People come without a booking, into the slot that is on. */
        WalkInBody: {
            /**
             * Format: int32
             * @description How many.
             */
            party: number;
        };
        /** @description What a customer has with one business in one currency. */
        WalletBalanceResource: {
            /**
             * Format: int64
             * @description What can be spent.
             */
            available_minor_units: number;
            /**
             * Format: int64
             * @description All that is in the wallet, what is held included; below zero is what the customer owes.
             */
            balance_minor_units: number;
            /** @description ISO 4217. */
            currency: string;
            /**
             * Format: int64
             * @description What is held for jobs.
             */
            held_minor_units: number;
            /** @description The business. */
            operator: string;
        };
        /** @description What an operator gives to a customer; the platform pays. */
        WalletCreditBody: {
            /**
             * Format: int64
             * @description How much, above zero.
             */
            amount_minor_units: number;
            /** @description A market of the business whose wallet it is, in its currency. */
            market: string;
            /** @description Why, for the customer to read; 1 to 200 characters. */
            reason: string;
        };
        /** @description Something that has happened to a wallet. */
        WalletEntryResource: {
            /**
             * Format: int64
             * @description How much, above zero.
             */
            amount_minor_units: number;
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /**
             * Format: int64
             * @description What is in the wallet after it.
             */
            balance_minor_units: number;
            /** @description Of the amounts. */
            currency: string;
            /**
             * Format: int64
             * @description What is held after it.
             */
            held_minor_units: number;
            /**
             * Format: uuid
             * @description For which job; null for what came in from elsewhere.
             */
            job_id?: string;
            /** @description credited, topped_up, held, raised, captured, released, charged (a tip, or what the hold did not cover), refunded, disputed (a bank took a top-up back), dispute_won or dispute_lost (nothing moves). */
            kind: string;
            /** @description The business. */
            operator: string;
            /** @description What the operator said; null for nothing. */
            reason?: string;
        };
        /** @description A customer's wallets and what happened to them. */
        WalletResource: {
            /** @description By operator and currency; empty for who never had anything. */
            balances: components["schemas"]["WalletBalanceResource"][];
            /** @description The latest first. */
            entries: components["schemas"]["PageOfWalletEntryResource"];
        };
        /** @description What a customer puts into the wallet by a card. */
        WalletTopUpBody: {
            /**
             * Format: int64
             * @description How much, above zero.
             */
            amount_minor_units: number;
            /** @description A market of the business whose wallet it is, in its currency. */
            market: string;
            /** @description The gateway's token of a card of the customer's; null for the first. */
            payment_method?: string;
        };
        /** @description How a top-up stands. */
        WalletTopUpResource: {
            /**
             * Format: int64
             * @description How much.
             */
            amount_minor_units: number;
            /** @description The gateway's reason for not charging it; null for none. */
            code?: string;
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            created_at: string;
            /** @description ISO 4217. */
            currency: string;
            /** @description The business whose wallet it is. */
            operator: string;
            /** @description The card. */
            payment_method: string;
            /** @description begun: the gateway is asked; paid: it is in the wallet; failed: it was not charged. */
            status: string;
            /**
             * Format: uuid
             * @description Its name.
             */
            top_up_id: string;
        };
        /** @description One event on its way to one endpoint, as far as its last try. */
        WebhookDeliveryResource: {
            /** @description The first 1,024 characters of the last answer; null for none. */
            answer?: string;
            /**
             * Format: date-time
             * @description When the last try was begun; null before the first.
             */
            attempted_at?: string;
            /**
             * Format: int32
             * @description Tries so far.
             */
            attempts: number;
            /**
             * Format: date-time
             * @description When it was queued.
             */
            created_at: string;
            /**
             * Format: uuid
             * @description Names it.
             */
            delivery_id: string;
            /**
             * Format: uuid
             * @description To where.
             */
            endpoint_id: string;
            /** @description The event; the same at every try. */
            event_id: string;
            /** @description Why the last try failed; null when it did not. */
            fault?: string;
            /**
             * Format: uuid
             * @description Its job; null for a ping.
             */
            job_id?: string;
            /**
             * Format: int32
             * @description Of the last try; null before the first.
             */
            latency_milliseconds?: number;
            /**
             * Format: date-time
             * @description When it is tried again at the earliest; null unless it is pending.
             */
            next_attempt_at?: string;
            /** @description pending, delivered or parked. */
            state: components["schemas"]["WebhookDeliveryState"];
            /**
             * Format: int32
             * @description The HTTP status of the last try; null when there was no answer.
             */
            status?: number;
            /** @description The latest 20 tries, the first of them first; null before the first. */
            tries?: components["schemas"]["WebhookTryResource"][];
            /** @description Its type. */
            type: string;
        };
        /**
         * @description Where a delivery stands.
         * @enum {unknown}
         */
        WebhookDeliveryState: "pending" | "delivered" | "parked";
        /** @description An endpoint to be made. */
        WebhookEndpointBody: {
            /** @description Only jobs of this account; null for any. A key's endpoint has the key's own account, and no other. */
            customer_id?: string;
            /** @description For people, 200 characters at the most; null for none. */
            description?: string;
            /** @description Only jobs of this market; null for any. */
            market?: string;
            /** @description Only jobs of this merchant; null for any. */
            merchant_id?: string;
            /** @description The event types it wants; null or empty for all. */
            types?: string[];
            /** @description Where to send: an absolute https address without a user, a password or a fragment, 2,048 characters at the most. */
            url: string;
        };
        /** @description An endpoint of webhooks. */
        WebhookEndpointResource: {
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /**
             * Format: uuid
             * @description Only jobs of this account; null for any.
             */
            customer_id?: string;
            /** @description For people. */
            description?: string;
            /**
             * Format: uuid
             * @description Names it.
             */
            endpoint_id: string;
            /**
             * Format: date-time
             * @description The first failure after the last success; null when the last try went well.
             */
            failing_since?: string;
            /** @description Only jobs of this market; null for any. */
            market?: string;
            /**
             * Format: uuid
             * @description Only jobs of this merchant; null for any.
             */
            merchant_id?: string;
            /**
             * Format: date-time
             * @description Until when the secret before the present one signs, too; null when there is none.
             */
            old_secret_until?: string;
            /** @description Verifies what is sent: shown once, when it is made. */
            secret?: string;
            /** @description enabled, disabled or failing. */
            state: components["schemas"]["WebhookEndpointState"];
            /** @description The event types it is sent; empty for all. */
            types: string[];
            /** @description Where it is. */
            url: string;
        };
        /**
         * @description Whether an endpoint is sent events.
         * @enum {unknown}
         */
        WebhookEndpointState: "enabled" | "disabled" | "failing";
        /** @description A period whose events are to be sent again. */
        WebhookReplayBody: {
            /** @description From the answer before, to go on; null to begin. */
            cursor?: string;
            /**
             * Format: date-time
             * @description At this instant or later.
             */
            from: string;
            /**
             * Format: date-time
             * @description Before this instant; 31 days after From at the most.
             */
            to: string;
        };
        /** @description What a replay queued. */
        WebhookReplayResource: {
            /** @description Asks for the rest of the period; null when all of it was looked at. */
            next_cursor?: string;
            /**
             * Format: int32
             * @description How many deliveries.
             */
            queued: number;
        };
        /** @description Something that the payment gateway told. The body is kept and not shown. */
        WebhookResource: {
            /** @description The account it is of; null when it names none. */
            account?: string;
            /**
             * Format: int32
             * @description How often it was tried in vain.
             */
            attempts?: number;
            /**
             * Format: date-time
             * @description When the gateway says that it happened.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When the sweep looks at it next; null for one that was acted on, or set aside.
             */
            due_at?: string;
            /** @description What came of the last try; null when there was none in vain. */
            error?: string;
            /** @description The gateway's id of it. */
            event_id: string;
            /**
             * Format: date-time
             * @description When it was acted on; null while it waits.
             */
            handled_at?: string;
            /**
             * Format: int64
             * @description Ascending in the order received.
             */
            number: number;
            /** @description Whether it was set aside, and waits for a person. */
            parked?: boolean;
            /** @description Why, in one word; null while it waits, or when it did what it says. */
            reason?: string;
            /**
             * Format: date-time
             * @description When it came in first.
             */
            received_at: string;
            /** @description received, processed, ignored or refused. */
            state: string;
            /** @description What happened, in the gateway's words. */
            type: string;
        };
        /** @description A new secret for an endpoint. */
        WebhookRollBody: {
            /**
             * Format: int32
             * @description How long the present secret signs beside the new one: 0 to 604,800; null for 86,400, a day.
             */
            expires_in_seconds?: number;
        };
        WebhookTryResource: {
            answer?: string;
            /** Format: date-time */
            at: string;
            fault?: string;
            /** Format: int32 */
            latency_milliseconds: number;
            /** Format: int32 */
            status?: number;
        };
        WeeklyHoursResource: {
            days: string[];
            /** Format: time */
            from: string;
            /** Format: time */
            to: string;
        };
        /** @description A place on the wire: WGS-84 degrees, longitude first. Not checked until it is mapped to the domain. */
        WirePoint: {
            /**
             * Format: double
             * @description Degrees north.
             */
            latitude: number;
            /**
             * Format: double
             * @description Degrees east.
             */
            longitude: number;
        };
        /** @description What the prices of a service in a zone are multiplied by. */
        ZoneSurgeResource: {
            /**
             * Format: double
             * @description What demand and supply have come to.
             */
            counted: number;
            /**
             * Format: int32
             * @description Providers that could have taken one.
             */
            free: number;
            /**
             * Format: double
             * @description What an order pays now.
             */
            multiplier: number;
            /** @description Whether it does not count for now: it holds the price down, and the market has nothing left above the floor of its margin. */
            own_stops?: boolean;
            /**
             * Format: date-time
             * @description Until when an operator's own multiplier counts; null for none.
             */
            own_until?: string;
            /**
             * Format: int32
             * @description Requests that waited when they were last counted.
             */
            waiting: number;
            /** @description The pricing zone; empty for what lies in none. */
            zone: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type AcceptOrderBody = components['schemas']['AcceptOrderBody'];
export type AccountAmountResource = components['schemas']['AccountAmountResource'];
export type AccountCloseResource = components['schemas']['AccountCloseResource'];
export type AccountResource = components['schemas']['AccountResource'];
export type AcknowledgeBody = components['schemas']['AcknowledgeBody'];
export type AdviceResource = components['schemas']['AdviceResource'];
export type AlertResource = components['schemas']['AlertResource'];
export type AmountResource = components['schemas']['AmountResource'];
export type AnonymousTypeOfstring = components['schemas']['AnonymousTypeOfstring'];
export type ApiKeyBody = components['schemas']['ApiKeyBody'];
export type ApiKeyResource = components['schemas']['ApiKeyResource'];
export type ApplyBody = components['schemas']['ApplyBody'];
export type AssignBody = components['schemas']['AssignBody'];
export type BasketItemBody = components['schemas']['BasketItemBody'];
export type BookingBody = components['schemas']['BookingBody'];
export type BookingDayBookResource = components['schemas']['BookingDayBookResource'];
export type BookingDayResource = components['schemas']['BookingDayResource'];
export type BookingDepositResource = components['schemas']['BookingDepositResource'];
export type BookingPlaceBody = components['schemas']['BookingPlaceBody'];
export type BookingPlaceResource = components['schemas']['BookingPlaceResource'];
export type BookingRangeResource = components['schemas']['BookingRangeResource'];
export type BookingResource = components['schemas']['BookingResource'];
export type BookingSlotResource = components['schemas']['BookingSlotResource'];
export type BookingSlotsResource = components['schemas']['BookingSlotsResource'];
export type BroughtResource = components['schemas']['BroughtResource'];
export type CampaignBody = components['schemas']['CampaignBody'];
export type CampaignChangeBody = components['schemas']['CampaignChangeBody'];
export type CampaignClaimsResource = components['schemas']['CampaignClaimsResource'];
export type CampaignEarnResource = components['schemas']['CampaignEarnResource'];
export type CampaignFiguresResource = components['schemas']['CampaignFiguresResource'];
export type CampaignJobsResource = components['schemas']['CampaignJobsResource'];
export type CampaignReferralResource = components['schemas']['CampaignReferralResource'];
export type CampaignResource = components['schemas']['CampaignResource'];
export type CampaignScopeResource = components['schemas']['CampaignScopeResource'];
export type CampaignSourceResource = components['schemas']['CampaignSourceResource'];
export type CancelBody = components['schemas']['CancelBody'];
export type CauseResource = components['schemas']['CauseResource'];
export type ChainBody = components['schemas']['ChainBody'];
export type ChainLegResource = components['schemas']['ChainLegResource'];
export type ChainResource = components['schemas']['ChainResource'];
export type ClaimBody = components['schemas']['ClaimBody'];
export type ClaimLinkResource = components['schemas']['ClaimLinkResource'];
export type ClaimLinksBody = components['schemas']['ClaimLinksBody'];
export type ClaimLinksResource = components['schemas']['ClaimLinksResource'];
export type ClaimResource = components['schemas']['ClaimResource'];
export type CodeBody = components['schemas']['CodeBody'];
export type CohortResource = components['schemas']['CohortResource'];
export type CohortsResource = components['schemas']['CohortsResource'];
export type CompleteBody = components['schemas']['CompleteBody'];
export type ConsentBody = components['schemas']['ConsentBody'];
export type ConsentResource = components['schemas']['ConsentResource'];
export type CounterCodeBody = components['schemas']['CounterCodeBody'];
export type CounterCustomerResource = components['schemas']['CounterCustomerResource'];
export type CounterVoucherResource = components['schemas']['CounterVoucherResource'];
export type CustomerBody = components['schemas']['CustomerBody'];
export type CustomerResource = components['schemas']['CustomerResource'];
export type DestinationBody = components['schemas']['DestinationBody'];
export type DestinationChangeBody = components['schemas']['DestinationChangeBody'];
export type DirectionsResource = components['schemas']['DirectionsResource'];
export type DurationResource = components['schemas']['DurationResource'];
export type EarningResource = components['schemas']['EarningResource'];
export type EarningsResource = components['schemas']['EarningsResource'];
export type EconomicsResource = components['schemas']['EconomicsResource'];
export type ExtraAnswerBody = components['schemas']['ExtraAnswerBody'];
export type ExtraBody = components['schemas']['ExtraBody'];
export type ExtraView = components['schemas']['ExtraView'];
export type FareLineResource = components['schemas']['FareLineResource'];
export type FilteredResource = components['schemas']['FilteredResource'];
export type FundedAmountResource = components['schemas']['FundedAmountResource'];
export type FunderResource = components['schemas']['FunderResource'];
export type FunnelResource = components['schemas']['FunnelResource'];
export type FunnelRowResource = components['schemas']['FunnelRowResource'];
export type HourFiguresResource = components['schemas']['HourFiguresResource'];
export type JobEconomicsResource = components['schemas']['JobEconomicsResource'];
export type JobProviderResource = components['schemas']['JobProviderResource'];
export type JobRatingsResource = components['schemas']['JobRatingsResource'];
export type JobResource = components['schemas']['JobResource'];
export type JobState = components['schemas']['JobState'];
export type JourneyBody = components['schemas']['JourneyBody'];
export type JourneyResource = components['schemas']['JourneyResource'];
export type JsonElement = components['schemas']['JsonElement'];
export type LedgerResource = components['schemas']['LedgerResource'];
export type LegBody = components['schemas']['LegBody'];
export type LocationRefusalResource = components['schemas']['LocationRefusalResource'];
export type LocationsBody = components['schemas']['LocationsBody'];
export type LocationsResource = components['schemas']['LocationsResource'];
export type LookResource = components['schemas']['LookResource'];
export type MapCell = components['schemas']['MapCell'];
export type MapFrame = components['schemas']['MapFrame'];
export type MapResource = components['schemas']['MapResource'];
export type MarketEconomicsResource = components['schemas']['MarketEconomicsResource'];
export type MarketResource = components['schemas']['MarketResource'];
export type MatchCandidateResource = components['schemas']['MatchCandidateResource'];
export type MatchesResource = components['schemas']['MatchesResource'];
export type MatchReason = components['schemas']['MatchReason'];
export type MatchRoundResource = components['schemas']['MatchRoundResource'];
export type MerchantBody = components['schemas']['MerchantBody'];
export type MerchantResource = components['schemas']['MerchantResource'];
export type MerchantSelfResource = components['schemas']['MerchantSelfResource'];
export type MerchantStatisticsResource = components['schemas']['MerchantStatisticsResource'];
export type MomentResource = components['schemas']['MomentResource'];
export type MoneyResource = components['schemas']['MoneyResource'];
export type NearResource = components['schemas']['NearResource'];
export type NearStoreResource = components['schemas']['NearStoreResource'];
export type NearStoresResource = components['schemas']['NearStoresResource'];
export type NotificationResource = components['schemas']['NotificationResource'];
export type OfferAnswerBody = components['schemas']['OfferAnswerBody'];
export type OfferResource = components['schemas']['OfferResource'];
export type OrderBody = components['schemas']['OrderBody'];
export type OrleansDashboardResource = components['schemas']['OrleansDashboardResource'];
export type OverviewResource = components['schemas']['OverviewResource'];
export type PageOfApiKeyResource = components['schemas']['PageOfApiKeyResource'];
export type PageOfBookingPlaceResource = components['schemas']['PageOfBookingPlaceResource'];
export type PageOfBookingResource = components['schemas']['PageOfBookingResource'];
export type PageOfCampaignResource = components['schemas']['PageOfCampaignResource'];
export type PageOfConsentResource = components['schemas']['PageOfConsentResource'];
export type PageOfJobResource = components['schemas']['PageOfJobResource'];
export type PageOfLookResource = components['schemas']['PageOfLookResource'];
export type PageOfMerchantResource = components['schemas']['PageOfMerchantResource'];
export type PageOfMomentResource = components['schemas']['PageOfMomentResource'];
export type PageOfPaymentRefusalResource = components['schemas']['PageOfPaymentRefusalResource'];
export type PageOfPayoutResource = components['schemas']['PageOfPayoutResource'];
export type PageOfPlacementResource = components['schemas']['PageOfPlacementResource'];
export type PageOfProductResource = components['schemas']['PageOfProductResource'];
export type PageOfProviderResource = components['schemas']['PageOfProviderResource'];
export type PageOfReferralResource = components['schemas']['PageOfReferralResource'];
export type PageOfStaffResource = components['schemas']['PageOfStaffResource'];
export type PageOfStoreResource = components['schemas']['PageOfStoreResource'];
export type PageOfSurgeChangeResource = components['schemas']['PageOfSurgeChangeResource'];
export type PageOfVoucherResource = components['schemas']['PageOfVoucherResource'];
export type PageOfWalletEntryResource = components['schemas']['PageOfWalletEntryResource'];
export type PageOfWebhookDeliveryResource = components['schemas']['PageOfWebhookDeliveryResource'];
export type PageOfWebhookEndpointResource = components['schemas']['PageOfWebhookEndpointResource'];
export type PageOfWebhookResource = components['schemas']['PageOfWebhookResource'];
export type PartnerJobBody = components['schemas']['PartnerJobBody'];
export type PartnerJobResource = components['schemas']['PartnerJobResource'];
export type PassedByReason = components['schemas']['PassedByReason'];
export type PassedByResource = components['schemas']['PassedByResource'];
export type PayeeAccountResource = components['schemas']['PayeeAccountResource'];
export type PayeeBalanceResource = components['schemas']['PayeeBalanceResource'];
export type PayeeResource = components['schemas']['PayeeResource'];
export type PaymentDifferenceResource = components['schemas']['PaymentDifferenceResource'];
export type PaymentMethodBody = components['schemas']['PaymentMethodBody'];
export type PaymentRefusalResource = components['schemas']['PaymentRefusalResource'];
export type PaymentSetupBody = components['schemas']['PaymentSetupBody'];
export type PaymentSetupDoneBody = components['schemas']['PaymentSetupDoneBody'];
export type PaymentSetupResource = components['schemas']['PaymentSetupResource'];
export type PaymentState = components['schemas']['PaymentState'];
export type PayoutResource = components['schemas']['PayoutResource'];
export type PeriodCloseResource = components['schemas']['PeriodCloseResource'];
export type PeriodEconomicsResource = components['schemas']['PeriodEconomicsResource'];
export type PlaceBody = components['schemas']['PlaceBody'];
export type PlacementBody = components['schemas']['PlacementBody'];
export type PlacementClickBody = components['schemas']['PlacementClickBody'];
export type PlacementClickResource = components['schemas']['PlacementClickResource'];
export type PlacementResource = components['schemas']['PlacementResource'];
export type PlaceResource = components['schemas']['PlaceResource'];
export type PreferencesBody = components['schemas']['PreferencesBody'];
export type PreferencesResource = components['schemas']['PreferencesResource'];
export type ProblemResource = components['schemas']['ProblemResource'];
export type ProductBody = components['schemas']['ProductBody'];
export type ProductGroupResource = components['schemas']['ProductGroupResource'];
export type ProductOptionResource = components['schemas']['ProductOptionResource'];
export type ProductResource = components['schemas']['ProductResource'];
export type ProviderResource = components['schemas']['ProviderResource'];
export type ProviderState = components['schemas']['ProviderState'];
export type QuoteBody = components['schemas']['QuoteBody'];
export type QuoteResource = components['schemas']['QuoteResource'];
export type QuoteVoucherResource = components['schemas']['QuoteVoucherResource'];
export type RatingBody = components['schemas']['RatingBody'];
export type RatingResource = components['schemas']['RatingResource'];
export type ReceiptResource = components['schemas']['ReceiptResource'];
export type ReconciliationResource = components['schemas']['ReconciliationResource'];
export type RedeemBody = components['schemas']['RedeemBody'];
export type ReferralResource = components['schemas']['ReferralResource'];
export type RefundBody = components['schemas']['RefundBody'];
export type ReturnBody = components['schemas']['ReturnBody'];
export type SaleFiguresResource = components['schemas']['SaleFiguresResource'];
export type SaleItem = components['schemas']['SaleItem'];
export type SaleView = components['schemas']['SaleView'];
export type SavedMethodResource = components['schemas']['SavedMethodResource'];
export type ServiceClassResource = components['schemas']['ServiceClassResource'];
export type ShareLinkResource = components['schemas']['ShareLinkResource'];
export type ShareResource = components['schemas']['ShareResource'];
export type ShelfBody = components['schemas']['ShelfBody'];
export type ShelfResource = components['schemas']['ShelfResource'];
export type ShiftBody = components['schemas']['ShiftBody'];
export type SignInBody = components['schemas']['SignInBody'];
export type SkillsBody = components['schemas']['SkillsBody'];
export type StaffBody = components['schemas']['StaffBody'];
export type StaffResource = components['schemas']['StaffResource'];
export type StandingState = components['schemas']['StandingState'];
export type StartBody = components['schemas']['StartBody'];
export type StatementLineResource = components['schemas']['StatementLineResource'];
export type StatementResource = components['schemas']['StatementResource'];
export type StatementTotalResource = components['schemas']['StatementTotalResource'];
export type StoreBody = components['schemas']['StoreBody'];
export type StoreExceptionResource = components['schemas']['StoreExceptionResource'];
export type StorefrontChannelResource = components['schemas']['StorefrontChannelResource'];
export type StorefrontProductResource = components['schemas']['StorefrontProductResource'];
export type StorefrontResource = components['schemas']['StorefrontResource'];
export type StorePauseBody = components['schemas']['StorePauseBody'];
export type StoreRangeResource = components['schemas']['StoreRangeResource'];
export type StoreResource = components['schemas']['StoreResource'];
export type StoreStatisticsResource = components['schemas']['StoreStatisticsResource'];
export type StoreZoneResource = components['schemas']['StoreZoneResource'];
export type SuggestionResource = components['schemas']['SuggestionResource'];
export type SurgeBody = components['schemas']['SurgeBody'];
export type SurgeChangeResource = components['schemas']['SurgeChangeResource'];
export type SurgeResource = components['schemas']['SurgeResource'];
export type TimelineItem = components['schemas']['TimelineItem'];
export type TimelineResource = components['schemas']['TimelineResource'];
export type TipBody = components['schemas']['TipBody'];
export type TipRefundBody = components['schemas']['TipRefundBody'];
export type TokenResource = components['schemas']['TokenResource'];
export type VoucherBenefitResource = components['schemas']['VoucherBenefitResource'];
export type VoucherCodeBody = components['schemas']['VoucherCodeBody'];
export type VoucherIssueBody = components['schemas']['VoucherIssueBody'];
export type VoucherResource = components['schemas']['VoucherResource'];
export type WaitingJob = components['schemas']['WaitingJob'];
export type WaitingResource = components['schemas']['WaitingResource'];
export type WalkInBody = components['schemas']['WalkInBody'];
export type WalletBalanceResource = components['schemas']['WalletBalanceResource'];
export type WalletCreditBody = components['schemas']['WalletCreditBody'];
export type WalletEntryResource = components['schemas']['WalletEntryResource'];
export type WalletResource = components['schemas']['WalletResource'];
export type WalletTopUpBody = components['schemas']['WalletTopUpBody'];
export type WalletTopUpResource = components['schemas']['WalletTopUpResource'];
export type WebhookDeliveryResource = components['schemas']['WebhookDeliveryResource'];
export type WebhookDeliveryState = components['schemas']['WebhookDeliveryState'];
export type WebhookEndpointBody = components['schemas']['WebhookEndpointBody'];
export type WebhookEndpointResource = components['schemas']['WebhookEndpointResource'];
export type WebhookEndpointState = components['schemas']['WebhookEndpointState'];
export type WebhookReplayBody = components['schemas']['WebhookReplayBody'];
export type WebhookReplayResource = components['schemas']['WebhookReplayResource'];
export type WebhookResource = components['schemas']['WebhookResource'];
export type WebhookRollBody = components['schemas']['WebhookRollBody'];
export type WebhookTryResource = components['schemas']['WebhookTryResource'];
export type WeeklyHoursResource = components['schemas']['WeeklyHoursResource'];
export type WirePoint = components['schemas']['WirePoint'];
export type ZoneSurgeResource = components['schemas']['ZoneSurgeResource'];
